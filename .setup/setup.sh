#!/bin/sh
# Makes .venv ready: system packages where they are missing (Debian and Ubuntu), the locked Python packages with their
# hashes, and this tree itself. Can be run again at any time. SETUP_SYSTEM=skip leaves the system alone.
set -eu
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin:/sbin"

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- Python ----------------------------------------------------------------------------------------------------------

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if has "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found. Install it, or name it: make setup PYTHON=/path/to/python3"
    exit 1
}

# --- system packages -------------------------------------------------------------------------------------------------

# What a window needs, as `library package` pairs: PySide6 brings Qt, but not what Qt's X11 platform links against.
qt_libraries='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0'

# What some tests start, as `program package` pairs: a screen, a pair of hands, a keyring.
test_programs='
Xvfb xvfb
xauth xauth
xdotool xdotool
gnome-keyring-daemon gnome-keyring
dbus-run-session dbus'

missing_python() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

missing_libraries() {
    known=$(ldconfig -p 2>/dev/null || true)
    printf '%s\n' "$qt_libraries" | while read -r library package; do
        case "$library" in '') continue ;; esac
        case "$known" in *"$library"*) ;; *) printf '%s ' "$package" ;; esac
    done
}

missing_fonts() {
    has fc-list || printf 'fontconfig '
    if ! has fc-list || [ -z "$(fc-list :lang=zh-tw family 2>/dev/null)" ]; then printf 'fonts-noto-cjk '; fi
}

missing_programs() {
    printf '%s\n' "$test_programs" | while read -r program package; do
        if [ -n "$program" ] && ! has "$program"; then printf '%s ' "$package"; fi
    done
}

# Installs with apt when it may; otherwise the answer is no and the caller says what to type.
install() {
    if ! has apt-get || [ "${SETUP_SYSTEM:-}" = skip ]; then return 1; fi
    if [ "$(id -u)" = 0 ]; then as_root=env; elif has sudo && sudo -n true 2>/dev/null; then as_root='sudo -n env'; else return 1; fi
    say "installing system packages:" "$@"
    mkdir -p build
    apt="$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 -qq -y"
    $apt update >build/system.log 2>&1 || say "the package lists could not be refreshed; trying with those at hand"
    $apt install --no-install-recommends "$@" </dev/null >>build/system.log 2>&1 && return
    tail -n 20 build/system.log >&2
    return 1
}

prepare_system() {
    required="$(missing_python) $(missing_libraries)"
    wished="$(missing_fonts) $(missing_programs)"
    # shellcheck disable=SC2086  # package names are words
    set -- $required $wished
    if [ $# -eq 0 ] || install "$@"; then return; fi
    say ""
    say "These system packages are missing and could not be installed from here:" "$@"
    say "On Debian or Ubuntu, type:"
    say "    sudo apt-get install -y --no-install-recommends $*"
    # shellcheck disable=SC2086
    set -- $required
    if [ $# -gt 0 ] && [ "${SETUP_SYSTEM:-}" != skip ]; then
        say "and then 'make setup' again. On another system, install what provides the same; SETUP_SYSTEM=skip goes on without asking."
        exit 1
    fi
    say "Going on without them: Chinese may show as boxes, and tests that need a screen or a keyring will be skipped."
    say ""
}

# --- Python packages -------------------------------------------------------------------------------------------------

prepare_environment() {
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then "$python" -m venv --clear .venv; fi
    say "installing the locked Python packages"
    pip install --require-hashes -r requirements-dev.txt
    pip install --no-deps --no-build-isolation --editable .
}

pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }

python=$(find_python)
prepare_system
prepare_environment
say "ready: make demo, make test, make check"
