# Made from the parser: `make completions`.


# Parse current commandline:
# - _shtab_policykit_cmdpath=(sub)command path seen so far
# - _shtab_policykit_npos=number of positional arguments given after it
# - options are skipped based on _shtab_policykit_opts_with_value & _shtab_policykit_commands lists
function _shtab_policykit_scan
  set -g _shtab_policykit_cmdpath ''
  set -g _shtab_policykit_npos 0
  set -l tokens (commandline -opc)
  set -e tokens[1]
  set -l expect_value 0
  for t in $tokens
    if test $expect_value -eq 1
      set expect_value 0
      continue
    end
    switch "$t"
      case '--*=*'
        continue
      case '-*'
        if contains -- $t $_shtab_policykit_opts_with_value
          set expect_value 1
        end
        continue
      case '*'
        if test $_shtab_policykit_npos -eq 0
          set -l candidate $t
          if test -n "$_shtab_policykit_cmdpath"
            set candidate "$_shtab_policykit_cmdpath $t"
          end
          if contains -- $candidate $_shtab_policykit_commands
            set -g _shtab_policykit_cmdpath $candidate
            continue
          end
        end
        set -g _shtab_policykit_npos (math $_shtab_policykit_npos + 1)
    end
  end
end

# Condition helper: true if the current (sub)command path equals the given one.
function _shtab_policykit_using
  _shtab_policykit_scan
  test "$_shtab_policykit_cmdpath" = "$argv"
end

set -g _shtab_policykit_commands validate diff compare changelog decide transparency coverage init import fmt release waive terms rules explain schema git-diff completion
set -g _shtab_policykit_opts_with_value --against --approved-by --audience --authority-in --bump --condition --conduct --config --consent --data-subject --date --destination --effective --encoding --expires --fail-on --format --instrument --investigation --jobs --jurisdiction --kind --lang --language --observed --offence --on --operation --origin --output --personal-data --policies --policy --profile --published --publisher --purpose --reason --recipient --reports-on --retrieved --search --service --since --suspicion --ticket --title --today --trigger --until --url --version --waivers-from -o

complete -c policykit -e
complete -c policykit -f

complete -c policykit -n _shtab_policykit_using -s h -l help -d 'show this help message and exit'
complete -c policykit -n _shtab_policykit_using -l version -d 'show program'"'"'s version number and exit'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a validate -d 'check policies: reading, schema, vocabulary, dates, overlays'
complete -c policykit -n '_shtab_policykit_using validate' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using validate' -l fail-on -xka "info warning error" -d 'the severity from which the exit code is 1 (default: error, or as configured)'
complete -c policykit -n '_shtab_policykit_using validate' -l against -x -d 'also judge what was edited since HEAD parted from a git revision: what it means, the version it needs, released versions, notice'
complete -c policykit -n '_shtab_policykit_using validate' -l today -x -d 'the day from which notice counts where a version says no other, and on which waivers are in force or over (default: today)'
complete -c policykit -n '_shtab_policykit_using validate' -l config -xka "(__fish_complete_path (commandline -ct))" -d 'the configuration (default: the nearest policykit.toml, or pyproject.toml with [tool.policykit], from the policies upward)'
complete -c policykit -n '_shtab_policykit_using validate' -l waivers-from -x -d 'take waivers and configuration from a git revision, so that an edit can neither waive itself nor turn off what finds it'
complete -c policykit -n '_shtab_policykit_using validate' -l profile -xka "ccpa dpdp gdpr lgpd nfadp uk-gdpr" -d 'also ask what a law asks a policy to state: gdpr, … (repeatable; see `rules`)'
complete -c policykit -n '_shtab_policykit_using validate' -l jobs -x -d 'how many processes look at many policies (default: one a core); all find the same'
complete -c policykit -n '_shtab_policykit_using validate' -l no-cache -d 'look at everything anew; otherwise what was found in many policies is kept in the user'"'"'s cache, and of what has not changed it is told again'
complete -c policykit -n '_shtab_policykit_using validate' -l fix -d 'first mend what is certain to be mended; then report what is left'
complete -c policykit -n '_shtab_policykit_using validate' -s o -l output -xka "text concise json sarif github gitlab junit markdown html" -d 'how to print, and where to; may be repeated: text, concise, json, sarif, github, gitlab, junit, markdown, html (default: text)'
complete -c policykit -n '_shtab_policykit_using validate; and test $_shtab_policykit_npos -ge 0' -ka "(__fish_complete_path (commandline -ct))" -d 'folders and files (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a diff -d 'say what changed between two versions'
complete -c policykit -n '_shtab_policykit_using diff' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using diff' -l against -x -d 'say what was edited since HEAD parted from a git revision'
complete -c policykit -n '_shtab_policykit_using diff' -l jurisdiction -x -d 'look only at people who live there'
complete -c policykit -n '_shtab_policykit_using diff' -l on -x -d 'the day as of which groups of countries are read'
complete -c policykit -n '_shtab_policykit_using diff' -l exit-code -d 'exit with 1 if anything at all changed'
complete -c policykit -n '_shtab_policykit_using diff' -l fail-on -xka "broader narrower mixed promise_made promise_dropped newly_permitted newly_required no_longer_required no_longer_permitted newly_prohibited no_longer_prohibited weaker stronger changed granted withdrawn made added removed renamed moved reworded any" -d 'exit with 1 if one of these is among the changes: broader, narrower, mixed, promise_made, promise_dropped, newly_permitted, newly_required, no_longer_required, no_longer_permitted, newly_prohibited, no_longer_prohibited, weaker, stronger, changed, granted, withdrawn, made, added, removed, renamed, moved, reworded, any'
complete -c policykit -n '_shtab_policykit_using diff' -l lang -xka "en es" -d 'the language of the report: en, es, or a narrower tag such as es-MX (default: en)'
complete -c policykit -n '_shtab_policykit_using diff' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using diff' -s o -l output -xka "text json markdown html" -d 'how to print, and where to; may be repeated: text, json, markdown, html (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a compare -d 'say what one policy permits and promises that another does not'
complete -c policykit -n '_shtab_policykit_using compare' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using compare' -l jurisdiction -x -d 'look only at people who live there'
complete -c policykit -n '_shtab_policykit_using compare' -l on -x -d 'the day as of which both are read; POLICY alone is then the version in force'
complete -c policykit -n '_shtab_policykit_using compare' -l exit-code -d 'exit with 1 if the policies differ at all'
complete -c policykit -n '_shtab_policykit_using compare' -l fail-on -xka "broader narrower mixed promise_made promise_dropped weaker stronger changed granted withdrawn made any" -d 'exit with 1 if one of these is among the differences, read from ONE to OTHER: broader, narrower, mixed, promise_made, promise_dropped, weaker, stronger, changed, granted, withdrawn, made, any'
complete -c policykit -n '_shtab_policykit_using compare' -l lang -xka "en es" -d 'the language of the report: en, es, or a narrower tag such as es-MX (default: en)'
complete -c policykit -n '_shtab_policykit_using compare' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using compare' -s o -l output -xka "text json markdown html" -d 'how to print, and where to; may be repeated: text, json, markdown, html (default: text)'
complete -c policykit -n '_shtab_policykit_using compare; and test $_shtab_policykit_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'a policy, or a version of it'
complete -c policykit -n '_shtab_policykit_using compare; and test $_shtab_policykit_npos -eq 1' -ka "(__fish_complete_path (commandline -ct))" -d 'the policy to set beside it'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a changelog -d 'tell the history of a policy, in sentences'
complete -c policykit -n '_shtab_policykit_using changelog' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using changelog' -l jurisdiction -x -d 'look only at people who live there'
complete -c policykit -n '_shtab_policykit_using changelog' -l audience -xka "reader legal" -d 'reader: what changed, in sentences; legal: also clauses, causes on both sides, why the number has to rise so far, dates and sources (default: reader; JSON has it all)'
complete -c policykit -n '_shtab_policykit_using changelog' -l since -x -d 'begin with this day, or with this version'
complete -c policykit -n '_shtab_policykit_using changelog' -l until -x -d 'end with this day, or with this version'
complete -c policykit -n '_shtab_policykit_using changelog' -l worse -d 'only what got worse for people: what is newly allowed, and what is weakened, dropped or withdrawn (JSON has it all)'
complete -c policykit -n '_shtab_policykit_using changelog' -l lang -xka "en es" -d 'the language of the report: en, es, or a narrower tag such as es-MX (default: en)'
complete -c policykit -n '_shtab_policykit_using changelog' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using changelog' -s o -l output -xka "text json markdown html" -d 'how to print, and where to; may be repeated: text, json, markdown, html (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a decide -d 'answer whether a disclosure is permitted'
complete -c policykit -n '_shtab_policykit_using decide' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using decide' -l on -x -d 'the day (default: today)'
complete -c policykit -n '_shtab_policykit_using decide' -l jurisdiction -x -d 'where the person lives'
complete -c policykit -n '_shtab_policykit_using decide' -l operation -x -d 'the operation (default: disclosure)'
complete -c policykit -n '_shtab_policykit_using decide' -l personal-data -x -d 'which data'
complete -c policykit -n '_shtab_policykit_using decide' -l data-subject -x -d 'whose data'
complete -c policykit -n '_shtab_policykit_using decide' -l recipient -x -d 'who receives it'
complete -c policykit -n '_shtab_policykit_using decide' -l purpose -x -d 'what for'
complete -c policykit -n '_shtab_policykit_using decide' -l destination -x -d 'where it goes or is kept'
complete -c policykit -n '_shtab_policykit_using decide' -l instrument -x -d 'The order or request of an authority or a litigant on which data is disclosed.'
complete -c policykit -n '_shtab_policykit_using decide' -l offence -x -d 'The offence that the disclosure concerns.'
complete -c policykit -n '_shtab_policykit_using decide' -l suspicion -x -d 'How far suspicion against the person has gone.'
complete -c policykit -n '_shtab_policykit_using decide' -l violates-terms -l no-violates-terms -d 'Whether the conduct in question violates the terms of the service.'
complete -c policykit -n '_shtab_policykit_using decide' -l emergency -l no-emergency -d 'Whether there is an imminent danger of death or serious harm to a person.'
complete -c policykit -n '_shtab_policykit_using decide' -l gag-order -l no-gag-order -d 'Whether a law or an order forbids the company to tell the person.'
complete -c policykit -n '_shtab_policykit_using decide' -l good-faith-belief -l no-good-faith-belief -d 'Whether the company itself believes in good faith that it must or may act as the clause says.'
complete -c policykit -n '_shtab_policykit_using decide' -l consent -x -d 'How far the person has agreed.'
complete -c policykit -n '_shtab_policykit_using decide' -l trigger -x -d 'The event on which the disclosure rests; a policy may add its own.'
complete -c policykit -n '_shtab_policykit_using decide' -l authority-in -x -d 'The country or other jurisdiction from which the order or request comes.'
complete -c policykit -n '_shtab_policykit_using decide' -l ongoing-investigation -l no-ongoing-investigation -d 'Whether an official investigation is under way that the act could disturb.'
complete -c policykit -n '_shtab_policykit_using decide' -l danger-to-property -l no-danger-to-property -d 'Whether there is an imminent danger to property.'
complete -c policykit -n '_shtab_policykit_using decide' -l believed-valid -l no-believed-valid -d 'Whether the company believes that the order or request is legally valid.'
complete -c policykit -n '_shtab_policykit_using decide' -l feature-enabled -l no-feature-enabled -d 'Whether the function of the service that the clause speaks of is switched on.'
complete -c policykit -n '_shtab_policykit_using decide' -l investigation -x -d 'The kind of official investigation to which the demand belongs.'
complete -c policykit -n '_shtab_policykit_using decide' -l required-by-law -l no-required-by-law -d 'Whether the law requires the company to do it.'
complete -c policykit -n '_shtab_policykit_using decide' -l permitted-by-law -l no-permitted-by-law -d 'Whether the law of the place permits it.'
complete -c policykit -n '_shtab_policykit_using decide' -l believed-required -l no-believed-required -d 'Whether the company believes that the law requires it; with good faith, good_faith_belief says so besides.'
complete -c policykit -n '_shtab_policykit_using decide' -l believed-permitted -l no-believed-permitted -d 'Whether the company believes that the law permits it, or that it accords with the law.'
complete -c policykit -n '_shtab_policykit_using decide' -l consent-required -l no-consent-required -d 'Whether the law of the place asks for consent.'
complete -c policykit -n '_shtab_policykit_using decide' -l notice-feasible -l no-notice-feasible -d 'Whether the company is able to tell the person, for instance because it has an address.'
complete -c policykit -n '_shtab_policykit_using decide' -l probable-cause -l no-probable-cause -d 'Whether a court has found that there is probable cause.'
complete -c policykit -n '_shtab_policykit_using decide' -l requester-attests -l no-requester-attests -d 'Whether whoever requests data has declared what a law asks them to declare.'
complete -c policykit -n '_shtab_policykit_using decide' -l security-threat -l no-security-threat -d 'Whether the act, or telling of it, touches on a threat to security.'
complete -c policykit -n '_shtab_policykit_using decide' -l publicly-viewable -l no-publicly-viewable -d 'Whether everyone can see the content or the place that the clause speaks of.'
complete -c policykit -n '_shtab_policykit_using decide' -l large-audience -l no-large-audience -d 'Whether the place that the clause speaks of has more people than the number that the document names.'
complete -c policykit -n '_shtab_policykit_using decide' -l automated -l no-automated -d 'Whether a machine does it, without a person who looks.'
complete -c policykit -n '_shtab_policykit_using decide' -l for-payment -l no-for-payment -d 'Whether the company is paid for it.'
complete -c policykit -n '_shtab_policykit_using decide' -l service -x -d 'The service, product or part of it that the clause speaks of; a policy may add its own.'
complete -c policykit -n '_shtab_policykit_using decide' -l origin -x -d 'Where the company has the data from.'
complete -c policykit -n '_shtab_policykit_using decide' -l conduct -x -d 'What the person does that the clause speaks of, whether or not it is an offence.'
complete -c policykit -n '_shtab_policykit_using decide' -l condition -x -d 'a condition of the policy'"'"'s own'
complete -c policykit -n '_shtab_policykit_using decide' -l lang -xka "en es" -d 'the language of the report: en, es, or a narrower tag such as es-MX (default: en)'
complete -c policykit -n '_shtab_policykit_using decide' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using decide' -s o -l output -xka "text json" -d 'how to print, and where to; may be repeated: text, json (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a transparency -d 'show what a publisher reports that it did, by country and version'
complete -c policykit -n '_shtab_policykit_using transparency' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using transparency' -l jurisdiction -x -d 'only this place: a country, a subdivision or a group (ISO 3166)'
complete -c policykit -n '_shtab_policykit_using transparency' -l on -x -d 'the reports as they were on a day (default: as they are last)'
complete -c policykit -n '_shtab_policykit_using transparency' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using transparency' -s o -l output -xka "text json" -d 'how to print, and where to; may be repeated: text, json (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a coverage -d 'show how much of each policy is there, and how sure it is'
complete -c policykit -n '_shtab_policykit_using coverage' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using coverage' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using coverage' -s o -l output -xka "text json markdown" -d 'how to print, and where to; may be repeated: text, json, markdown (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a init -d 'start a policy'
complete -c policykit -n '_shtab_policykit_using init' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using init' -l title -x -d 'the document'"'"'s title'
complete -c policykit -n '_shtab_policykit_using init' -l publisher -x -d 'who publishes it'
complete -c policykit -n '_shtab_policykit_using init' -l kind -xka "privacy_policy terms_of_service law_enforcement_guidelines transparency_report other" -d 'what kind of document it is'
complete -c policykit -n '_shtab_policykit_using init' -l reports-on -x -d 'for a transparency_report: the policy whose practice it reports'
complete -c policykit -n '_shtab_policykit_using init' -l url -x -d 'where it is published'
complete -c policykit -n '_shtab_policykit_using init' -l language -x -d 'its languages, the governing one first (default: en)'
complete -c policykit -n '_shtab_policykit_using init' -l date -x -d 'the day it is published: writes 1.0.0.yaml in place of draft.yaml'
complete -c policykit -n '_shtab_policykit_using init' -l no-draft -d 'write policy.yaml alone, for texts that are imported, or written with a number'
complete -c policykit -n '_shtab_policykit_using init' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward, else `policies` here)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a import -d 'make the next version of a policy from its published text'
complete -c policykit -n '_shtab_policykit_using import' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using import' -l published -l date -x -d 'the day the publisher published the text (default: what its front matter says)'
complete -c policykit -n '_shtab_policykit_using import' -l effective -x -d 'the day it takes effect'
complete -c policykit -n '_shtab_policykit_using import' -l observed -x -d 'the day it was first seen, where it has no date of its own'
complete -c policykit -n '_shtab_policykit_using import' -l retrieved -x -d 'the day it was fetched (default with --url: today)'
complete -c policykit -n '_shtab_policykit_using import' -l url -x -d 'where it was fetched, for `sources` (default with --retrieved: the policy'"'"'s address)'
complete -c policykit -n '_shtab_policykit_using import' -l version -x -d 'the version'"'"'s number (default: 1.0.0, then what the change needs)'
complete -c policykit -n '_shtab_policykit_using import' -l language -x -d 'the text'"'"'s language, one of `languages` in policy.yaml (default: the first)'
complete -c policykit -n '_shtab_policykit_using import' -l format -xka "markdown html text" -d 'what the text is written in (default: by the file'"'"'s name and its beginning)'
complete -c policykit -n '_shtab_policykit_using import' -l encoding -x -d 'what the text is encoded in (default: what a page says of itself, else UTF-8)'
complete -c policykit -n '_shtab_policykit_using import' -l draft -d 'write draft.yaml, which needs no number and no date'
complete -c policykit -n '_shtab_policykit_using import' -l dry-run -d 'write nothing: print the version, and on stderr what became of each clause'
complete -c policykit -n '_shtab_policykit_using import' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using import; and test $_shtab_policykit_npos -eq 1' -ka "(__fish_complete_path (commandline -ct))" -d 'the text; - for standard input'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a fmt -d 'write policies in their canonical order and style'
complete -c policykit -n '_shtab_policykit_using fmt' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using fmt' -l check -d 'write nothing; list the files that would change'
complete -c policykit -n '_shtab_policykit_using fmt' -l diff -d 'write nothing; show what would change'
complete -c policykit -n '_shtab_policykit_using fmt; and test $_shtab_policykit_npos -ge 0' -ka "(__fish_complete_path (commandline -ct))" -d 'folders and files, or - from stdin to stdout (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a release -d 'number and date a draft, and put it into the lock'
complete -c policykit -n '_shtab_policykit_using release' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using release' -l bump -xka "auto major minor patch" -d 'how far the number rises; less than what changed asks for is refused (default: auto)'
complete -c policykit -n '_shtab_policykit_using release' -l effective -x -d 'the day on which it takes effect'
complete -c policykit -n '_shtab_policykit_using release' -l today -x -d 'the day on which it is published (default: today)'
complete -c policykit -n '_shtab_policykit_using release' -l dry-run -d 'say what would happen, write nothing'
complete -c policykit -n '_shtab_policykit_using release' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a waive -d 'decide to live with a finding for a while'
complete -c policykit -n '_shtab_policykit_using waive' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using waive' -l reason -x -d 'why the finding may stand'
complete -c policykit -n '_shtab_policykit_using waive' -l approved-by -x -d 'who decided it'
complete -c policykit -n '_shtab_policykit_using waive' -l expires -x -d 'the last day on which it counts'
complete -c policykit -n '_shtab_policykit_using waive' -l ticket -x -d 'where the decision is recorded'
complete -c policykit -n '_shtab_policykit_using waive' -l prune -d 'take out the waivers that are over or waive nothing (what an edit did: --against)'
complete -c policykit -n '_shtab_policykit_using waive' -l against -x -d 'as in `validate`'
complete -c policykit -n '_shtab_policykit_using waive' -l profile -x -d 'as in `validate`'
complete -c policykit -n '_shtab_policykit_using waive' -l today -x -d 'the day it is (default: today)'
complete -c policykit -n '_shtab_policykit_using waive' -l config -xka "(__fish_complete_path (commandline -ct))" -d 'as in `validate`'
complete -c policykit -n '_shtab_policykit_using waive' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a terms -d 'list and search the words that documents may use'
complete -c policykit -n '_shtab_policykit_using terms' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using terms' -l search -x -d 'what is near to these words, in the list or in all'
complete -c policykit -n '_shtab_policykit_using terms' -l policy -x -d 'take in this policy'"'"'s own words'
complete -c policykit -n '_shtab_policykit_using terms' -l policies -xka "(__fish_complete_directories)" -d 'the folder of policies (default: the nearest `policies` folder from here upward)'
complete -c policykit -n '_shtab_policykit_using terms' -s o -l output -xka "text json" -d 'how to print, and where to; may be repeated: text, json (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a rules -d 'list every kind of finding, and the profiles that can be turned on'
complete -c policykit -n '_shtab_policykit_using rules' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using rules' -s o -l output -xka "text json markdown" -d 'how to print, and where to; may be repeated: text, json, markdown (default: text)'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a explain -d 'explain a kind of finding: why it is one, an example that fails, one that passes'
complete -c policykit -n '_shtab_policykit_using explain' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using explain' -s o -l output -xka "text markdown" -d 'how to print, and where to; may be repeated: text, markdown (default: text)'
complete -c policykit -n '_shtab_policykit_using explain; and test $_shtab_policykit_npos -eq 0' -ka "PK001 PK002 PK003 PK004 PK005 PK006 PK007 PK008 PK009 PK010 PK011 PK012 PK013 PK014 PK015 PK101 PK102 PK103 PK104 PK105 PK106 PK107 PK108 PK109 PK110 PK111 PK112 PK113 PK114 PK115 PK120 PK121 PK122 PK123 PK124 PK125 PK130 PK131 PK401 PK402 PK403 PK404 PK405 PK406 PK407 PK408 PK409 PK410 PK411 PK412 PK420 PK421 PK422 PK430 PK431 PK432 PK433 PK434" -d 'a code or a name, as `policykit rules` lists'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a schema -d 'print a JSON Schema'
complete -c policykit -n '_shtab_policykit_using schema' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using schema' -l editor -d 'the schema of policy or version that editors complete from (draft-07)'
complete -c policykit -n '_shtab_policykit_using schema; and test $_shtab_policykit_npos -eq 0' -ka "changelog comparison config coverage decision diff diffs findings lock policy since terms transparency version vocabulary waivers" -d 'policy, version, lock, waivers, config, vocabulary, diff, diffs, comparison, since, changelog, findings, decision, terms, transparency or coverage'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a git-diff -d 'show a changed version file in `git diff`: for git to run'
complete -c policykit -n '_shtab_policykit_using git-diff' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using git-diff' -l lang -xka "en es" -d 'the language of the report: en, es, or a narrower tag such as es-MX (default: en)'
complete -c policykit -n '_shtab_policykit_using git-diff; and test $_shtab_policykit_npos -eq 0' -ka "(__fish_complete_path (commandline -ct))" -d 'what git calls the file'
complete -c policykit -n '_shtab_policykit_using; and test $_shtab_policykit_npos -eq 0' -a completion -d 'print the script that completes commands in a shell'
complete -c policykit -n '_shtab_policykit_using completion' -s h -l help -d 'show this help message and exit'
complete -c policykit -n '_shtab_policykit_using completion; and test $_shtab_policykit_npos -eq 0' -ka "bash zsh fish" -d 'the shell'
