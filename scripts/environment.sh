#!/bin/sh
# Make the environment in .venv from a lock file whose every package is pinned by hash.
# usage: environment.sh PYTHON LOCK STAMP
set -eu
python=$1 lock=$2 stamp=$3

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "ML Atlas needs Python 3.11 or newer, and '$python' is older. Name another: make PYTHON=python3.12 app" >&2
    exit 1
}

if ! [ -x .venv/bin/pip ]; then
    echo "Making the environment in .venv (once) …"
    if ! "$python" -m venv .venv >/tmp/mlatlas-venv.$$ 2>&1; then
        # Debian ships venv apart from Python.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv .venv
        else
            cat /tmp/mlatlas-venv.$$ >&2
            echo "Python's venv module is missing. On Debian: sudo apt-get install python3-venv" >&2
            exit 1
        fi
    fi
    rm -f /tmp/mlatlas-venv.$$
fi

echo "Installing $(grep -c '^[a-z0-9].*==' "$lock") pinned packages …"
.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
touch "$stamp"
