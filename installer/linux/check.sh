#!/bin/sh
# check.sh PACKAGE.deb: is it what Debian's rules ask for? Needs lintian, appstream, desktop-file-utils,
# man-db. Ends with 1 at an error; warnings are told.
set -eu
package=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
lintian --fail-on error --tag-display-limit 0 --allow-root "$package"
dpkg-deb -x "$package" "$folder"
appstreamcli validate --no-net "$folder"/usr/share/metainfo/*.xml
desktop-file-validate "$folder"/usr/share/applications/*.desktop
for page in "$folder"/usr/share/man/man1/*.gz; do
    said=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 > /dev/null)
    if [ -n "$said" ]; then
        echo "$page: $said"
        exit 1
    fi
done
echo "the package is sound"
