#!/usr/bin/env bash
# Installs policykit from a folder into an environment of its own, and says which Python has it.
set -euo pipefail
here="$(mktemp -d "$RUNNER_TEMP/policykit-XXXXXX")"
# Isolated (-I), so that no module of the repository that is judged is imported.
"$PYTHON" -I -m venv "$here"
python="$here/bin/python"
[ -x "$python" ] || python="$here/Scripts/python.exe" # on Windows
"$python" -I -m pip install --quiet --disable-pip-version-check "$1"
printf 'python=%s\n' "$python" >>"$GITHUB_OUTPUT"
