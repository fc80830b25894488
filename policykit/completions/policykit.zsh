#compdef policykit

# Made from the parser: `make completions`.


_shtab_policykit_commands() {
  local _commands=(
    changelog:'tell the history of a policy, in sentences'
    compare:'say what one policy permits and promises that another does not'
    completion:'print the script that completes commands in a shell'
    coverage:'show how much of each policy is there, and how sure it is'
    decide:'answer whether a disclosure is permitted'
    diff:'say what changed between two versions'
    explain:'explain a kind of finding: why it is one, an example that fails, one that passes'
    fmt:'write policies in their canonical order and style'
    git-diff:'show a changed version file in `git diff`: for git to run'
    import:'make the next version of a policy from its published text'
    init:'start a policy'
    release:'number and date a draft, and put it into the lock'
    rules:'list every kind of finding, and the profiles that can be turned on'
    schema:'print a JSON Schema'
    terms:'list and search the words that documents may use'
    transparency:'show what a publisher reports that it did, by country and version'
    validate:'check policies: reading, schema, vocabulary, dates, overlays'
    waive:'decide to live with a finding for a while'
  )
  _describe 'policykit commands' _commands
}

_shtab_policykit_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "(- : *)--version[show program\'s version number and exit]"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_defaults_added=0

_shtab_policykit_changelog_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--jurisdiction[look only at people who live there]:CODE:"
  "--audience[reader\: what changed, in sentences\; legal\: also clauses, causes on both sides, why the number has to rise so far, dates and sources (default\: reader\; JSON has it all)]:audience:(reader legal)"
  "--since[begin with this day, or with this version]:DATE|VERSION:"
  "--until[end with this day, or with this version]:DATE|VERSION:"
  "--worse[only what got worse for people\: what is newly allowed, and what is weakened, dropped or withdrawn (JSON has it all)]"
  "--lang[the language of the report\: en, es, or a narrower tag such as es-MX (default\: en)]:LANGUAGE:(en es)"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json, markdown, html (default\: text)]:FORMAT[:PATH]:(text json markdown html)"
  ":a policy\'s id, such as acme\/privacy, or its folder:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_changelog_defaults_added=0

_shtab_policykit_compare_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--jurisdiction[look only at people who live there]:CODE:"
  "--on[the day as of which both are read\; POLICY alone is then the version in force]:DATE:"
  "--exit-code[exit with 1 if the policies differ at all]"
  "--fail-on[exit with 1 if one of these is among the differences, read from ONE to OTHER\: broader, narrower, mixed, promise_made, promise_dropped, weaker, stronger, changed, granted, withdrawn, made, any]:LIST:(broader narrower mixed promise_made promise_dropped weaker stronger changed granted withdrawn made any)"
  "--lang[the language of the report\: en, es, or a narrower tag such as es-MX (default\: en)]:LANGUAGE:(en es)"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json, markdown, html (default\: text)]:FORMAT[:PATH]:(text json markdown html)"
  ":a policy, or a version of it:_files"
  ":the policy to set beside it:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_compare_defaults_added=0

_shtab_policykit_completion_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  ":the shell:(bash zsh fish)"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_completion_defaults_added=0

_shtab_policykit_coverage_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json, markdown (default\: text)]:FORMAT[:PATH]:(text json markdown)"
  "(*)::policies by id (default\: all):"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_coverage_defaults_added=0

_shtab_policykit_decide_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--on[the day (default\: today)]:DATE:"
  "--jurisdiction[where the person lives]:CODE:"
  "--operation[the operation (default\: disclosure)]:TERM:"
  "--personal-data[which data]:TERM:"
  "--data-subject[whose data]:TERM:"
  "--recipient[who receives it]:TERM:"
  "--purpose[what for]:TERM:"
  "--destination[where it goes or is kept]:TERM:"
  "--instrument[The order or request of an authority or a litigant on which data is disclosed.]:TERM:"
  "--offence[The offence that the disclosure concerns.]:TERM:"
  "--suspicion[How far suspicion against the person has gone.]:TERM:"
  {--violates-terms,--no-violates-terms}"[Whether the conduct in question violates the terms of the service.]"
  {--emergency,--no-emergency}"[Whether there is an imminent danger of death or serious harm to a person.]"
  {--gag-order,--no-gag-order}"[Whether a law or an order forbids the company to tell the person.]"
  {--good-faith-belief,--no-good-faith-belief}"[Whether the company itself believes in good faith that it must or may act as the clause says.]"
  "--consent[How far the person has agreed.]:TERM:"
  "--trigger[The event on which the disclosure rests\; a policy may add its own.]:TERM:"
  "--authority-in[The country or other jurisdiction from which the order or request comes.]:TERM:"
  {--ongoing-investigation,--no-ongoing-investigation}"[Whether an official investigation is under way that the act could disturb.]"
  {--danger-to-property,--no-danger-to-property}"[Whether there is an imminent danger to property.]"
  {--believed-valid,--no-believed-valid}"[Whether the company believes that the order or request is legally valid.]"
  {--feature-enabled,--no-feature-enabled}"[Whether the function of the service that the clause speaks of is switched on.]"
  "--investigation[The kind of official investigation to which the demand belongs.]:TERM:"
  {--required-by-law,--no-required-by-law}"[Whether the law requires the company to do it.]"
  {--permitted-by-law,--no-permitted-by-law}"[Whether the law of the place permits it.]"
  {--believed-required,--no-believed-required}"[Whether the company believes that the law requires it\; with good faith, good_faith_belief says so besides.]"
  {--believed-permitted,--no-believed-permitted}"[Whether the company believes that the law permits it, or that it accords with the law.]"
  {--consent-required,--no-consent-required}"[Whether the law of the place asks for consent.]"
  {--notice-feasible,--no-notice-feasible}"[Whether the company is able to tell the person, for instance because it has an address.]"
  {--probable-cause,--no-probable-cause}"[Whether a court has found that there is probable cause.]"
  {--requester-attests,--no-requester-attests}"[Whether whoever requests data has declared what a law asks them to declare.]"
  {--security-threat,--no-security-threat}"[Whether the act, or telling of it, touches on a threat to security.]"
  {--publicly-viewable,--no-publicly-viewable}"[Whether everyone can see the content or the place that the clause speaks of.]"
  {--large-audience,--no-large-audience}"[Whether the place that the clause speaks of has more people than the number that the document names.]"
  {--automated,--no-automated}"[Whether a machine does it, without a person who looks.]"
  {--for-payment,--no-for-payment}"[Whether the company is paid for it.]"
  "--service[The service, product or part of it that the clause speaks of\; a policy may add its own.]:TERM:"
  "--origin[Where the company has the data from.]:TERM:"
  "--conduct[What the person does that the clause speaks of, whether or not it is an offence.]:TERM:"
  "*--condition[a condition of the policy\'s own]:ID=VALUE:"
  "--lang[the language of the report\: en, es, or a narrower tag such as es-MX (default\: en)]:LANGUAGE:(en es)"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json (default\: text)]:FORMAT[:PATH]:(text json)"
  ":a policy, POLICY\@VERSION or a file:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_decide_defaults_added=0

_shtab_policykit_diff_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--against[say what was edited since HEAD parted from a git revision]:REV:"
  "--jurisdiction[look only at people who live there]:CODE:"
  "--on[the day as of which groups of countries are read]:DATE:"
  "--exit-code[exit with 1 if anything at all changed]"
  "--fail-on[exit with 1 if one of these is among the changes\: broader, narrower, mixed, promise_made, promise_dropped, newly_permitted, newly_required, no_longer_required, no_longer_permitted, newly_prohibited, no_longer_prohibited, weaker, stronger, changed, granted, withdrawn, made, added, removed, renamed, moved, reworded, any]:LIST:(broader narrower mixed promise_made promise_dropped newly_permitted newly_required no_longer_required no_longer_permitted newly_prohibited no_longer_prohibited weaker stronger changed granted withdrawn made added removed renamed moved reworded any)"
  "--lang[the language of the report\: en, es, or a narrower tag such as es-MX (default\: en)]:LANGUAGE:(en es)"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json, markdown, html (default\: text)]:FORMAT[:PATH]:(text json markdown html)"
  "(*)::OLD and NEW, or POLICY\@OLD..NEW\; with --against policies, by id or path:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_diff_defaults_added=0

_shtab_policykit_explain_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, markdown (default\: text)]:FORMAT[:PATH]:(text markdown)"
  ":a code or a name, as \`policykit rules\` lists:(PK001 PK002 PK003 PK004 PK005 PK006 PK007 PK008 PK009 PK010 PK011 PK012 PK013 PK014 PK015 PK101 PK102 PK103 PK104 PK105 PK106 PK107 PK108 PK109 PK110 PK111 PK112 PK113 PK114 PK115 PK120 PK121 PK122 PK123 PK124 PK125 PK130 PK131 PK401 PK402 PK403 PK404 PK405 PK406 PK407 PK408 PK409 PK410 PK411 PK412 PK420 PK421 PK422 PK430 PK431 PK432 PK433 PK434)"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_explain_defaults_added=0

_shtab_policykit_fmt_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--check[write nothing\; list the files that would change]"
  "--diff[write nothing\; show what would change]"
  "(*)::folders and files, or - from stdin to stdout (default\: the nearest \`policies\` folder from here upward):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_fmt_defaults_added=0

_shtab_policykit_git_diff_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--lang[the language of the report\: en, es, or a narrower tag such as es-MX (default\: en)]:LANGUAGE:(en es)"
  ":what git calls the file:_files"
  "(*)::the rest of what git says:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_git_diff_defaults_added=0

_shtab_policykit_import_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  {--published,--date}"[the day the publisher published the text (default\: what its front matter says)]:YYYY-MM-DD:"
  "--effective[the day it takes effect]:YYYY-MM-DD:"
  "--observed[the day it was first seen, where it has no date of its own]:YYYY-MM-DD:"
  "--retrieved[the day it was fetched (default with --url\: today)]:YYYY-MM-DD:"
  "--url[where it was fetched, for \`sources\` (default with --retrieved\: the policy\'s address)]:url:"
  "--version[the version\'s number (default\: 1.0.0, then what the change needs)]:NUMBER:"
  "--language[the text\'s language, one of \`languages\` in policy.yaml (default\: the first)]:language:"
  "--format[what the text is written in (default\: by the file\'s name and its beginning)]:format:(markdown html text)"
  "--encoding[what the text is encoded in (default\: what a page says of itself, else UTF-8)]:encoding:"
  "--draft[write draft.yaml, which needs no number and no date]"
  "--dry-run[write nothing\: print the version, and on stderr what became of each clause]"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  ":the policy\'s id, publisher\/document:"
  ":the text\; - for standard input:_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_import_defaults_added=0

_shtab_policykit_init_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--title[the document\'s title]:title:"
  "--publisher[who publishes it]:publisher:"
  "--kind[what kind of document it is]:kind:(privacy_policy terms_of_service law_enforcement_guidelines transparency_report other)"
  "--reports-on[for a transparency_report\: the policy whose practice it reports]:POLICY:"
  "--url[where it is published]:url:"
  "--language[its languages, the governing one first (default\: en)]:LANGUAGE:"
  "--date[the day it is published\: writes 1.0.0.yaml in place of draft.yaml]:YYYY-MM-DD:"
  "--no-draft[write policy.yaml alone, for texts that are imported, or written with a number]"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward, else \`policies\` here)]:DIR:_files -/"
  ":the policy\'s id, such as acme\/privacy:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_init_defaults_added=0

_shtab_policykit_release_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--bump[how far the number rises\; less than what changed asks for is refused (default\: auto)]:bump:(auto major minor patch)"
  "--effective[the day on which it takes effect]:DATE:"
  "--today[the day on which it is published (default\: today)]:DATE:"
  "--dry-run[say what would happen, write nothing]"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  ":the policy\'s id, such as acme\/privacy:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_release_defaults_added=0

_shtab_policykit_rules_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json, markdown (default\: text)]:FORMAT[:PATH]:(text json markdown)"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_rules_defaults_added=0

_shtab_policykit_schema_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--editor[the schema of policy or version that editors complete from (draft-07)]"
  ":policy, version, lock, waivers, config, vocabulary, diff, diffs, comparison, since, changelog, findings, decision, terms, transparency or coverage:(changelog comparison config coverage decision diff diffs findings lock policy since terms transparency version vocabulary waivers)"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_schema_defaults_added=0

_shtab_policykit_terms_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--search[what is near to these words, in the list or in all]:WORDS:"
  "--policy[take in this policy\'s own words]:ID:"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json (default\: text)]:FORMAT[:PATH]:(text json)"
  ":a list, a term, a condition, a commitment, a group or a place (default\: all lists):"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_terms_defaults_added=0

_shtab_policykit_transparency_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--jurisdiction[only this place\: a country, a subdivision or a group (ISO 3166)]:PLACE:"
  "--on[the reports as they were on a day (default\: as they are last)]:DATE:"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, json (default\: text)]:FORMAT[:PATH]:(text json)"
  ":the policy\'s id, such as telegram\/privacy:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_transparency_defaults_added=0

_shtab_policykit_validate_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--fail-on[the severity from which the exit code is 1 (default\: error, or as configured)]:fail_on:(info warning error)"
  "--against[also judge what was edited since HEAD parted from a git revision\: what it means, the version it needs, released versions, notice]:REV:"
  "--today[the day from which notice counts where a version says no other, and on which waivers are in force or over (default\: today)]:DATE:"
  "--config[the configuration (default\: the nearest policykit.toml, or pyproject.toml with \[tool.policykit\], from the policies upward)]:FILE:_files"
  "--waivers-from[take waivers and configuration from a git revision, so that an edit can neither waive itself nor turn off what finds it]:REV:"
  "*--profile[also ask what a law asks a policy to state\: gdpr, \… (repeatable\; see \`rules\`)]:NAME:(ccpa dpdp gdpr lgpd nfadp uk-gdpr)"
  "--jobs[how many processes look at many policies (default\: one a core)\; all find the same]:N:"
  "--no-cache[look at everything anew\; otherwise what was found in many policies is kept in the user\'s cache, and of what has not changed it is told again]"
  "--fix[first mend what is certain to be mended\; then report what is left]"
  "*"{-o,--output}"[how to print, and where to\; may be repeated\: text, concise, json, sarif, github, gitlab, junit, markdown, html (default\: text)]:FORMAT[:PATH]:(text concise json sarif github gitlab junit markdown html)"
  "(*)::folders and files (default\: the nearest \`policies\` folder from here upward):_files"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_validate_defaults_added=0

_shtab_policykit_waive_options=(
  "(- : *)"{-h,--help}"[show this help message and exit]"
  "--reason[why the finding may stand]:reason:"
  "--approved-by[who decided it]:WHO:"
  "--expires[the last day on which it counts]:DATE:"
  "--ticket[where the decision is recorded]:ticket:"
  "--prune[take out the waivers that are over or waive nothing (what an edit did\: --against)]"
  "--against[as in \`validate\`]:REV:"
  "*--profile[as in \`validate\`]:NAME:"
  "--today[the day it is (default\: today)]:DATE:"
  "--config[as in \`validate\`]:FILE:_files"
  "--policies[the folder of policies (default\: the nearest \`policies\` folder from here upward)]:DIR:_files -/"
  "(*)::of the finding:"
)

# guard to ensure default positional specs are added only once per session
_shtab_policykit_waive_defaults_added=0


_shtab_policykit() {
  local context state line curcontext="$curcontext" one_or_more='(*)' remainder='(-)*:' default='*::: :->policykit'

  # Add default positional/remainder specs only if none exist, and only once per session
  if (( ! _shtab_policykit_defaults_added )); then
    if (( ${_shtab_policykit_options[(I)${(q)one_or_more}*]} +          ${_shtab_policykit_options[(I)${(q)remainder}*]} +          ${_shtab_policykit_options[(I)${(q)default}]} == 0 )); then
      _shtab_policykit_options+=(': :_shtab_policykit_commands' '*::: :->policykit')
    fi
    _shtab_policykit_defaults_added=1
  fi
  _arguments -C -s $_shtab_policykit_options

  case $state in
    policykit)
      words=($line[1] "${words[@]}")
      (( CURRENT += 1 ))
      curcontext="${curcontext%:*:*}:_shtab_policykit-$line[1]:"
      case $line[1] in
        changelog) _arguments -C -s $_shtab_policykit_changelog_options ;;
        compare) _arguments -C -s $_shtab_policykit_compare_options ;;
        completion) _arguments -C -s $_shtab_policykit_completion_options ;;
        coverage) _arguments -C -s $_shtab_policykit_coverage_options ;;
        decide) _arguments -C -s $_shtab_policykit_decide_options ;;
        diff) _arguments -C -s $_shtab_policykit_diff_options ;;
        explain) _arguments -C -s $_shtab_policykit_explain_options ;;
        fmt) _arguments -C -s $_shtab_policykit_fmt_options ;;
        git-diff) _arguments -C -s $_shtab_policykit_git_diff_options ;;
        import) _arguments -C -s $_shtab_policykit_import_options ;;
        init) _arguments -C -s $_shtab_policykit_init_options ;;
        release) _arguments -C -s $_shtab_policykit_release_options ;;
        rules) _arguments -C -s $_shtab_policykit_rules_options ;;
        schema) _arguments -C -s $_shtab_policykit_schema_options ;;
        terms) _arguments -C -s $_shtab_policykit_terms_options ;;
        transparency) _arguments -C -s $_shtab_policykit_transparency_options ;;
        validate) _arguments -C -s $_shtab_policykit_validate_options ;;
        waive) _arguments -C -s $_shtab_policykit_waive_options ;;
      esac
  esac
}



typeset -A opt_args

if [[ $zsh_eval_context[-1] == eval ]]; then
  # eval/source/. command, register function for later
  compdef _shtab_policykit -N policykit
else
  # autoload from fpath, call function directly
  _shtab_policykit "$@"
fi
