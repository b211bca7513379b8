#!/bin/sh
# Checks this folder with sha256sum and ssh-keygen alone:  sh verify.sh
# Ends with 0 when everything holds, 1 when something does not. README.md says what that means.
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")" || exit 1
bad=0
checked=0
fail() {
    printf 'NOT OK  %s\n' "$1"
    bad=$((bad + 1))
}
sum_of() { sha256sum < "$1" | cut -c 1-64; }
# The value of a key of an entry. Entries have one form, with one key a line.
field() { sed -n "s/^  \"$2\": \"\(.*\)\",\{0,1\}\$/\1/p" "$1"; }

# 1. Every file is the one that was exported; none is missing and none was added.
find . -type f ! -name SHA256SUMS | sort | while IFS= read -r file; do
    sha256sum "$file"
done | cmp -s - SHA256SUMS || fail 'the files are not those that SHA256SUMS lists'

# 2. Every entry of the ledger. first-seen.txt has the day by which each one was there.
[ "$(find ledger -name '*.json' | wc -l)" -eq "$(wc -l < first-seen.txt)" ] ||
    fail 'first-seen.txt does not list every entry'
while read -r day entry; do
    checked=$((checked + 1))
    [ -f "$entry" ] || { fail "$entry: missing"; continue; }
    # What was signed is the text that is here, with all that belongs to it.
    for sum in $(sed -n 's/^ \{2,6\}"sha256": "\([0-9a-f]*\)",\{0,1\}$/\1/p' "$entry"); do
        if [ -f "texts/$sum" ]; then
            [ "$(sum_of "texts/$sum")" = "$sum" ] || fail "$entry: texts/$sum is another text"
        elif ! grep -qx "$sum" texts-not-kept.txt; then
            fail "$entry: texts/$sum is missing"
        fi
    done
    # What came before it is there.
    for sum in $(sed -n 's/^    "\([0-9a-f]\{64\}\)",\{0,1\}$/\1/p' "$entry"); do
        grep -q "^$sum  ./ledger/.*\.json$" SHA256SUMS || fail "$entry: an earlier entry is missing"
    done
    # The person whom it names signed it, with a key that was good on that day.
    if [ -f "$entry.sig" ]; then
        ssh-keygen -Y verify -f allowed_signers -I "$(field "$entry" person)" \
            -n qmsdoc-approval-v1 -O verify-time="$day" -s "$entry.sig" < "$entry" \
            > /dev/null 2>&1 || fail "$entry: the signature does not hold"
    elif [ -n "$(field "$entry" key)" ] || ! grep -qxF "$entry" unsigned.txt; then
        fail "$entry: the signature is missing"
    fi
done < first-seen.txt

# 3. Every document in force is the text that was released.
while IFS="$(printf '\t')" read -r sum release file; do
    [ -f "$file" ] && [ -f "$release" ] || { fail "$file: missing"; continue; }
    [ "$(sum_of "$file")" = "$sum" ] || fail "$file: this is not the text that was released"
    [ "$(field "$release" sha256)" = "$sum" ] || fail "$release: another text was released"
    [ "$(field "$release" role)" = released ] || fail "$release: this is no release"
done < in-force.txt

if [ "$bad" -ne 0 ]; then
    printf 'NOT OK: %s problems\n' "$bad"
    exit 1
fi
printf 'OK: %s entries\n' "$checked"
