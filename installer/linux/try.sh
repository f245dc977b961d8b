#!/bin/sh
# try.sh PACKAGE.deb [PICTURE.png]: on a system that may be changed, as root: installs the package, starts
# what is in it, removes it, and looks for what was left. Needs xvfb; PICTURE is one of the demo.
set -eu
package=$(realpath "$1")
picture=${2:-}
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
export DEBIAN_FRONTEND=noninteractive

# What it depends on first, so that afterwards only the package itself makes a difference.
dpkg-deb -f "$package" Depends > "$here/depends"
apt-get install -y -q --no-install-recommends "$package" > "$here/apt" 2>&1 || {
    cat "$here/apt"
    exit 1
}
apt-get purge -y -q smart-parking > "$here/apt" 2>&1

all_files() {
    find / -xdev \( -path "$here" -o -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \
        -o -path /var/cache -o -path /var/log -o -path /var/lib/apt -o -path /var/lib/dpkg \) -prune -o -print | sort
}
all_files > "$here/before"
grep -v '^smart-parking:' /etc/passwd > "$here/passwd"
dpkg -i "$package" > "$here/dpkg" 2>&1 || {
    cat "$here/dpkg"
    exit 1
}

smart=/tmp/smart-parking-try
rm -rf "$smart"
mkdir -p "$smart"
export HOME="$smart" XDG_RUNTIME_DIR="$smart"
chmod 700 "$smart"
cd "$smart"
parkctl --version
test "$(parkctl --version)" = "parkctl $(dpkg-deb -f "$package" Version)"
parkctl migrate --set DATA_DIR="$smart/data" > /dev/null
parkctl devices --set DATA_DIR="$smart/data"
getent passwd smart-parking > /dev/null
# The window, on a screen that nobody sees; pictures of all its pages, made by the program.
QT_QPA_PLATFORM=xcb xvfb-run -a -s "-screen 0 1440x900x24" smart-parking --demo --shots "$smart/shots"
ls "$smart/shots"
test "$(find "$smart/shots" -name '*.png' | wc -l)" -ge 5
if [ -n "$picture" ]; then
    cp "$smart/shots/inspector-light-1440x900.png" "$here/picture"
fi
cd /
apt-get purge -y -q smart-parking > "$here/apt" 2>&1
rm -rf "$smart"

all_files > "$here/after"
if ! diff "$here/before" "$here/after"; then
    echo "these were left behind, or taken away"
    exit 1
fi
diff "$here/passwd" /etc/passwd
if [ -n "$picture" ]; then
    cp "$here/picture" "$picture"
fi
echo "installed, started, removed: nothing was left"
