#!/bin/sh
# Makes the virtual environment from requirements.lock: pip brings uv, uv brings the rest.
set -eu
venv=$1

for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "Sekko needs Python 3.11, 3.12 or 3.13; none was found. Install one, or set PYTHON=/its/path." >&2
    exit 1
fi

echo "Setting up $venv with $("$python" --version) (a few minutes the first time) ..."
if ! "$python" -m venv "$venv"; then
    echo "$python has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
# The block of uv in the lock, so that its hash is checked like all others.
awk '/^uv==/ { found = 1 } found { print } found && !/\\$/ { exit }' requirements.lock > "$venv/uv.lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$venv/uv.lock"
# Compiled at once: every command starts seconds earlier, also where Python may not write bytecode.
"$venv/bin/uv" pip sync --system-certs --compile-bytecode --python "$venv/bin/python" --require-hashes requirements.lock
"$venv/bin/uv" pip install --system-certs --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
