# Made from the parser: `make completions`.

_shtab_policykit_subparsers=(validate diff compare changelog decide transparency coverage init import fmt release waive terms rules explain schema git-diff completion)

_shtab_policykit_validate_option_strings=(-h --help --fail-on --against --today --config --waivers-from --profile --jobs --no-cache --fix -o --output)
_shtab_policykit_diff_option_strings=(-h --help --against --jurisdiction --on --exit-code --fail-on --lang --policies -o --output)
_shtab_policykit_compare_option_strings=(-h --help --jurisdiction --on --exit-code --fail-on --lang --policies -o --output)
_shtab_policykit_changelog_option_strings=(-h --help --jurisdiction --audience --since --until --worse --lang --policies -o --output)
_shtab_policykit_decide_option_strings=(-h --help --on --jurisdiction --operation --personal-data --data-subject --recipient --purpose --destination --instrument --offence --suspicion --violates-terms --no-violates-terms --emergency --no-emergency --gag-order --no-gag-order --good-faith-belief --no-good-faith-belief --consent --trigger --authority-in --ongoing-investigation --no-ongoing-investigation --danger-to-property --no-danger-to-property --believed-valid --no-believed-valid --feature-enabled --no-feature-enabled --investigation --required-by-law --no-required-by-law --permitted-by-law --no-permitted-by-law --believed-required --no-believed-required --believed-permitted --no-believed-permitted --consent-required --no-consent-required --notice-feasible --no-notice-feasible --probable-cause --no-probable-cause --requester-attests --no-requester-attests --security-threat --no-security-threat --publicly-viewable --no-publicly-viewable --large-audience --no-large-audience --automated --no-automated --for-payment --no-for-payment --service --origin --conduct --condition --lang --policies -o --output)
_shtab_policykit_transparency_option_strings=(-h --help --jurisdiction --on --policies -o --output)
_shtab_policykit_coverage_option_strings=(-h --help --policies -o --output)
_shtab_policykit_init_option_strings=(-h --help --title --publisher --kind --reports-on --url --language --date --no-draft --policies)
_shtab_policykit_import_option_strings=(-h --help --published --date --effective --observed --retrieved --url --version --language --format --encoding --draft --dry-run --policies)
_shtab_policykit_fmt_option_strings=(-h --help --check --diff)
_shtab_policykit_release_option_strings=(-h --help --bump --effective --today --dry-run --policies)
_shtab_policykit_waive_option_strings=(-h --help --reason --approved-by --expires --ticket --prune --against --profile --today --config --policies)
_shtab_policykit_terms_option_strings=(-h --help --search --policy --policies -o --output)
_shtab_policykit_rules_option_strings=(-h --help -o --output)
_shtab_policykit_explain_option_strings=(-h --help -o --output)
_shtab_policykit_schema_option_strings=(-h --help --editor)
_shtab_policykit_git_diff_option_strings=(-h --help --lang)
_shtab_policykit_completion_option_strings=(-h --help)
_shtab_policykit_option_strings=(-h --help --version)

_shtab_policykit_validate_pos_0_COMPGEN=_shtab_compgen_files
_shtab_policykit_validate___config_COMPGEN=_shtab_compgen_files
_shtab_policykit_diff___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_compare_pos_0_COMPGEN=_shtab_compgen_files
_shtab_policykit_compare_pos_1_COMPGEN=_shtab_compgen_files
_shtab_policykit_compare___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_changelog___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_decide___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_transparency___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_coverage___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_init___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_import_pos_1_COMPGEN=_shtab_compgen_files
_shtab_policykit_import___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_fmt_pos_0_COMPGEN=_shtab_compgen_files
_shtab_policykit_release___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_waive___config_COMPGEN=_shtab_compgen_files
_shtab_policykit_waive___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_terms___policies_COMPGEN=_shtab_compgen_dirs
_shtab_policykit_git_diff_pos_0_COMPGEN=_shtab_compgen_files

_shtab_policykit_validate___fail_on_choices=(info warning error)
_shtab_policykit_validate___profile_choices=(ccpa dpdp gdpr lgpd nfadp uk-gdpr)
_shtab_policykit_validate__o_choices=(text concise json sarif github gitlab junit markdown html)
_shtab_policykit_validate___output_choices=(text concise json sarif github gitlab junit markdown html)
_shtab_policykit_diff___fail_on_choices=(broader narrower mixed promise_made promise_dropped newly_permitted newly_required no_longer_required no_longer_permitted newly_prohibited no_longer_prohibited weaker stronger changed granted withdrawn made added removed renamed moved reworded any)
_shtab_policykit_diff___lang_choices=(en es)
_shtab_policykit_diff__o_choices=(text json markdown html)
_shtab_policykit_diff___output_choices=(text json markdown html)
_shtab_policykit_compare___fail_on_choices=(broader narrower mixed promise_made promise_dropped weaker stronger changed granted withdrawn made any)
_shtab_policykit_compare___lang_choices=(en es)
_shtab_policykit_compare__o_choices=(text json markdown html)
_shtab_policykit_compare___output_choices=(text json markdown html)
_shtab_policykit_changelog___audience_choices=(reader legal)
_shtab_policykit_changelog___lang_choices=(en es)
_shtab_policykit_changelog__o_choices=(text json markdown html)
_shtab_policykit_changelog___output_choices=(text json markdown html)
_shtab_policykit_decide___lang_choices=(en es)
_shtab_policykit_decide__o_choices=(text json)
_shtab_policykit_decide___output_choices=(text json)
_shtab_policykit_transparency__o_choices=(text json)
_shtab_policykit_transparency___output_choices=(text json)
_shtab_policykit_coverage__o_choices=(text json markdown)
_shtab_policykit_coverage___output_choices=(text json markdown)
_shtab_policykit_init___kind_choices=(privacy_policy terms_of_service law_enforcement_guidelines transparency_report other)
_shtab_policykit_import___format_choices=(markdown html text)
_shtab_policykit_release___bump_choices=(auto major minor patch)
_shtab_policykit_terms__o_choices=(text json)
_shtab_policykit_terms___output_choices=(text json)
_shtab_policykit_rules__o_choices=(text json markdown)
_shtab_policykit_rules___output_choices=(text json markdown)
_shtab_policykit_explain_pos_0_choices=(PK001 PK002 PK003 PK004 PK005 PK006 PK007 PK008 PK009 PK010 PK011 PK012 PK013 PK014 PK015 PK101 PK102 PK103 PK104 PK105 PK106 PK107 PK108 PK109 PK110 PK111 PK112 PK113 PK114 PK115 PK120 PK121 PK122 PK123 PK124 PK125 PK130 PK131 PK401 PK402 PK403 PK404 PK405 PK406 PK407 PK408 PK409 PK410 PK411 PK412 PK420 PK421 PK422 PK430 PK431 PK432 PK433 PK434)
_shtab_policykit_explain__o_choices=(text markdown)
_shtab_policykit_explain___output_choices=(text markdown)
_shtab_policykit_schema_pos_0_choices=(changelog comparison config coverage decision diff diffs findings lock policy since terms transparency version vocabulary waivers)
_shtab_policykit_git_diff___lang_choices=(en es)
_shtab_policykit_completion_pos_0_choices=(bash zsh fish)
_shtab_policykit_pos_0_choices=(validate diff compare changelog decide transparency coverage init import fmt release waive terms rules explain schema git-diff completion)

_shtab_policykit_validate_pos_0_nargs='*'
_shtab_policykit_validate__h_nargs=0
_shtab_policykit_validate___help_nargs=0
_shtab_policykit_validate___no_cache_nargs=0
_shtab_policykit_validate___fix_nargs=0
_shtab_policykit_diff_pos_0_nargs='*'
_shtab_policykit_diff__h_nargs=0
_shtab_policykit_diff___help_nargs=0
_shtab_policykit_diff___exit_code_nargs=0
_shtab_policykit_compare__h_nargs=0
_shtab_policykit_compare___help_nargs=0
_shtab_policykit_compare___exit_code_nargs=0
_shtab_policykit_changelog__h_nargs=0
_shtab_policykit_changelog___help_nargs=0
_shtab_policykit_changelog___worse_nargs=0
_shtab_policykit_decide__h_nargs=0
_shtab_policykit_decide___help_nargs=0
_shtab_policykit_decide___violates_terms_nargs=0
_shtab_policykit_decide___no_violates_terms_nargs=0
_shtab_policykit_decide___emergency_nargs=0
_shtab_policykit_decide___no_emergency_nargs=0
_shtab_policykit_decide___gag_order_nargs=0
_shtab_policykit_decide___no_gag_order_nargs=0
_shtab_policykit_decide___good_faith_belief_nargs=0
_shtab_policykit_decide___no_good_faith_belief_nargs=0
_shtab_policykit_decide___ongoing_investigation_nargs=0
_shtab_policykit_decide___no_ongoing_investigation_nargs=0
_shtab_policykit_decide___danger_to_property_nargs=0
_shtab_policykit_decide___no_danger_to_property_nargs=0
_shtab_policykit_decide___believed_valid_nargs=0
_shtab_policykit_decide___no_believed_valid_nargs=0
_shtab_policykit_decide___feature_enabled_nargs=0
_shtab_policykit_decide___no_feature_enabled_nargs=0
_shtab_policykit_decide___required_by_law_nargs=0
_shtab_policykit_decide___no_required_by_law_nargs=0
_shtab_policykit_decide___permitted_by_law_nargs=0
_shtab_policykit_decide___no_permitted_by_law_nargs=0
_shtab_policykit_decide___believed_required_nargs=0
_shtab_policykit_decide___no_believed_required_nargs=0
_shtab_policykit_decide___believed_permitted_nargs=0
_shtab_policykit_decide___no_believed_permitted_nargs=0
_shtab_policykit_decide___consent_required_nargs=0
_shtab_policykit_decide___no_consent_required_nargs=0
_shtab_policykit_decide___notice_feasible_nargs=0
_shtab_policykit_decide___no_notice_feasible_nargs=0
_shtab_policykit_decide___probable_cause_nargs=0
_shtab_policykit_decide___no_probable_cause_nargs=0
_shtab_policykit_decide___requester_attests_nargs=0
_shtab_policykit_decide___no_requester_attests_nargs=0
_shtab_policykit_decide___security_threat_nargs=0
_shtab_policykit_decide___no_security_threat_nargs=0
_shtab_policykit_decide___publicly_viewable_nargs=0
_shtab_policykit_decide___no_publicly_viewable_nargs=0
_shtab_policykit_decide___large_audience_nargs=0
_shtab_policykit_decide___no_large_audience_nargs=0
_shtab_policykit_decide___automated_nargs=0
_shtab_policykit_decide___no_automated_nargs=0
_shtab_policykit_decide___for_payment_nargs=0
_shtab_policykit_decide___no_for_payment_nargs=0
_shtab_policykit_transparency__h_nargs=0
_shtab_policykit_transparency___help_nargs=0
_shtab_policykit_coverage_pos_0_nargs='*'
_shtab_policykit_coverage__h_nargs=0
_shtab_policykit_coverage___help_nargs=0
_shtab_policykit_init__h_nargs=0
_shtab_policykit_init___help_nargs=0
_shtab_policykit_init___language_nargs=+
_shtab_policykit_init___no_draft_nargs=0
_shtab_policykit_import__h_nargs=0
_shtab_policykit_import___help_nargs=0
_shtab_policykit_import___draft_nargs=0
_shtab_policykit_import___dry_run_nargs=0
_shtab_policykit_fmt_pos_0_nargs='*'
_shtab_policykit_fmt__h_nargs=0
_shtab_policykit_fmt___help_nargs=0
_shtab_policykit_fmt___check_nargs=0
_shtab_policykit_fmt___diff_nargs=0
_shtab_policykit_release__h_nargs=0
_shtab_policykit_release___help_nargs=0
_shtab_policykit_release___dry_run_nargs=0
_shtab_policykit_waive_pos_0_nargs='*'
_shtab_policykit_waive__h_nargs=0
_shtab_policykit_waive___help_nargs=0
_shtab_policykit_waive___prune_nargs=0
_shtab_policykit_terms__h_nargs=0
_shtab_policykit_terms___help_nargs=0
_shtab_policykit_rules__h_nargs=0
_shtab_policykit_rules___help_nargs=0
_shtab_policykit_explain__h_nargs=0
_shtab_policykit_explain___help_nargs=0
_shtab_policykit_schema__h_nargs=0
_shtab_policykit_schema___help_nargs=0
_shtab_policykit_schema___editor_nargs=0
_shtab_policykit_git_diff_pos_1_nargs='*'
_shtab_policykit_git_diff__h_nargs=0
_shtab_policykit_git_diff___help_nargs=0
_shtab_policykit_completion__h_nargs=0
_shtab_policykit_completion___help_nargs=0
_shtab_policykit_pos_0_nargs=A...
_shtab_policykit__h_nargs=0
_shtab_policykit___help_nargs=0
_shtab_policykit___version_nargs=0


# $1=COMP_WORDS[1]
_shtab_compgen_files() {
  compgen -f -- $1  # files
}

# $1=COMP_WORDS[1]
_shtab_compgen_dirs() {
  compgen -d -- $1  # recurse into subdirs
}

# $1=COMP_WORDS[1]
_shtab_replace_nonword() {
  echo "${1//[^[:word:]]/_}"
}

# set default values (called for the initial parser & any subparsers)
_set_parser_defaults() {
  local subparsers_var="${prefix}_subparsers[@]"
  sub_parsers=${!subparsers_var-}

  local current_option_strings_var="${prefix}_option_strings[@]"
  current_option_strings=${!current_option_strings_var}

  completed_positional_actions=0

  _set_new_action "pos_$completed_positional_actions" true
}

# $1=action identifier
# $2=positional action (bool)
# set all identifiers for an action's parameters
_set_new_action() {
  current_action="${prefix}_$(_shtab_replace_nonword $1)"

  local current_action_compgen_var=${current_action}_COMPGEN
  current_action_compgen="${!current_action_compgen_var-}"

  local current_action_choices_var="${current_action}_choices[@]"
  current_action_choices="${!current_action_choices_var-}"

  local current_action_nargs_var="${current_action}_nargs"
  if [ -n "${!current_action_nargs_var-}" ]; then
    current_action_nargs="${!current_action_nargs_var}"
  else
    current_action_nargs=1
  fi

  current_action_args_start_index=$(( $word_index + 1 - $pos_only ))

  current_action_is_positional=$2
}

# Notes:
# `COMPREPLY`: what will be rendered after completion is triggered
# `completing_word`: currently typed word to generate completions for
# `${!var}`: evaluates the content of `var` and expand its content as a variable
#     hello="world"
#     x="hello"
#     ${!x} -> ${hello} -> "world"
_shtab_policykit() {
  local completing_word="${COMP_WORDS[COMP_CWORD]}"
  local previous_word="${COMP_WORDS[COMP_CWORD-1]}"
  local completed_positional_actions
  local current_action
  local current_action_args_start_index
  local current_action_choices
  local current_action_compgen
  local current_action_is_positional
  local current_action_nargs
  local current_option_strings
  local sub_parsers
  COMPREPLY=()

  local prefix=_shtab_policykit
  local word_index=0
  local pos_only=0 # "--" delimiter not encountered yet
  _set_parser_defaults
  word_index=1

  # determine what arguments are appropriate for the current state
  # of the arg parser
  while [ $word_index -ne $COMP_CWORD ]; do
    local this_word="${COMP_WORDS[$word_index]}"

    if [[ $pos_only = 1 || " $this_word " != " -- " ]]; then
      if [[ -n $sub_parsers && " ${sub_parsers[@]} " == *" $this_word "* ]]; then
        # valid subcommand: add it to the prefix & reset the current action
        prefix="${prefix}_$(_shtab_replace_nonword $this_word)"
        _set_parser_defaults
      fi

      if [[ " ${current_option_strings[@]} " == *" $this_word "* ]]; then
        # a new action should be acquired (due to recognised option string or
        # no more input expected from current action);
        # the next positional action can fill in here
        _set_new_action $this_word false
      fi

      if [[ "$current_action_nargs" != "*" ]] && \
         [[ "$current_action_nargs" != "+" ]] && \
         [[ "$current_action_nargs" != "?" ]] && \
         [[ "$current_action_nargs" != *"..." ]] && \
         (( $word_index + 1 - $current_action_args_start_index - $pos_only >= \
            $current_action_nargs )); then
        $current_action_is_positional && let "completed_positional_actions += 1"
        _set_new_action "pos_$completed_positional_actions" true
      fi
    else
      pos_only=1 # "--" delimiter encountered
    fi

    let "word_index+=1"
  done

  # Generate the completions

  COMPREPLY=()
  if [[ $pos_only = 0 && "$completing_word" == -* &&
        ( -z "$current_action_compgen" || "$current_action_is_positional" = true ) ]]; then
    # optional argument started: use option strings
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_option_strings[*]}" -- "$completing_word")
  elif [[ "$previous_word" =~ ^[0-9\&]*[\<\>]\>?$ ]]; then
    # handle redirection operators
    compopt -o filenames 2>/dev/null || : # bash>=4
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$completing_word")
  else
    # use choices & compgen
    local action_compgen_word="$completing_word"
    # handle tab-completing in the middle of a line (#248 <- #116)
    [[ -n "$current_action_compgen" && "$completing_word" == -* ]] && action_compgen_word=""
    [ -n "$current_action_compgen" ] && {
      [[ "$current_action_compgen" =~ _(file|dir|glob|FILE|DIR|GLOB)|File|Dir|Glob ]] &&
        compopt -o filenames 2>/dev/null || : # bash>=4
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
        "$current_action_compgen" "$action_compgen_word")
    }
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
      compgen -W "${current_action_choices[*]}" -- "$completing_word")
  fi

  if [[ ${#COMPREPLY[@]} = 0 ]]; then
    # native fallback matches are not necessarily filenames (e.g. variables)
    compopt +o filenames 2>/dev/null || : # bash>=4
  fi

  return 0
}

complete -o bashdefault -F _shtab_policykit policykit