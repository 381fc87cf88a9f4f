#!/bin/sh
# check-statement.sh STATEMENT.json KEY: whether the ledger of KEY proves a statement. KEY is a verifier key, name+id+base64, that you have
# from the operator by another way. Needs openssl 3 and POSIX tools, no network. RFC 9162 2.1.3.2; C2SP tlog-checkpoint, signed-note.
set -eu; LC_ALL=C; export LC_ALL
[ $# = 2 ] || { echo "check-statement.sh STATEMENT.json KEY" >&2; exit 2; }; t=$(mktemp -d); trap 'rm -rf "$t"' EXIT
no() { echo "REFUSED: $1" >&2; exit 1; }; field() { sed "s/.*\"$1\":\"*\([^\",}]*\).*/\1/"; }
raw() { openssl base64 -d -A; }; sum() { openssl dgst -sha256 -binary; }; hex() { od -An -v -tx1 | tr -d ' \n'; }
c='[A-Za-z0-9+/]'; e='[AEIMQUYcgkosw048]='; b="($c{4})*($c[AQgw]==|$c{2}$e)?"; n='(0|[1-9][0-9]{0,11})'; h='"[0-9a-f]{64}"'
form() { { [ "$(wc -l <"$2")" -eq 0 ] && grep -Eqx "$1" "$2"; } || no "the $3 is not in its form"; }
climb() { # INDEX SIZE ROOT: from the leaf in $t/n by the path in $t/path
  i=$1 last=$(($2 - 1)) at=0; [ "$i" -le "$last" ] || return 1
  while [ "$last" -gt 0 ]; do
    next() { dd if="$t/path" bs=32 skip=$at count=1 2>/dev/null; }
    if [ $((i % 2)) = 1 ]; then { printf '\001'; next; cat "$t/n"; } | sum >"$t/m"
    elif [ "$i" -lt "$last" ]; then { printf '\001'; cat "$t/n"; next; } | sum >"$t/m"; fi
    if [ "$i" -lt "$last" ] || [ $((i % 2)) = 1 ]; then mv "$t/m" "$t/n"; at=$((at + 1)); fi
    i=$((i / 2)) last=$((last / 2))
  done
  [ "$(wc -c <"$t/path")" -eq $((at * 32)) ] && [ "$(hex <"$t/n")" = "$3" ]
}
l="\{\"index\":$n,\"line\":\"$b\",\"path\":\"$b\",\"salt\":\"$c{42}$e\"\}"
form "\{\"checkpoint\":\"$b\",\"entry\":\"$b\",\"entryPath\":\"$b\",\"format\":\"patchwork.statement/1\",\"lines\":\[$l(,$l)*\]\}" "$1" statement
for f in entry checkpoint; do field $f <"$1" | raw >"$t/$f"; done
form "\{\"content\":\{\"amounts\":$h,\"currency\":\"[A-Z]{3}\",\"kind\":\"proposal\",\"lineCount\":$n,\"lineages\":$h,\"policy\":$h,\"proposal\":\"[A-Za-z0-9._-]+\",\"root\":$h,\"total\":\"-?[0-9.]+\"\},\"index\":$n,\"previous\":$h,\"recorded\":\"[0-9TZ:-]+\"\}" "$t/entry" entry
before=-1; sed 's/.*"lines":\[//' "$1" | tr '}' '\n' | grep index >"$t/lines"
while read -r l; do
  for f in path salt line; do echo "$l" | field $f | raw >"$t/$f"; done; i=$(echo "$l" | field index)
  [ "$i" -gt "$before" ] || no "its lines are not in order"; before=$i
  { printf '\000'; cat "$t/salt" "$t/line"; } | sum >"$t/n"; cat "$t/line" >>"$t/proven"; echo >>"$t/proven"
  climb "$i" "$(field lineCount <"$t/entry")" "$(field root <"$t/entry")" || no "a line is not in the proposal"
done <"$t/lines"
head -n 3 "$t/checkpoint" >"$t/text"; size=$(sed -n 2p "$t/text") root=$(sed -n 3p "$t/text") sig=$(sed -n '5s/.* //p' "$t/checkpoint")
name=${2%%+*} id=${2#*+}; key=${id#*+} id=${id%%+*}; printf '%s\n%s\n%s\n\n\342\200\224 %s %s\n' "$name" "$size" "$root" "$name" "$sig" >"$t/note"
{ cmp -s "$t/note" "$t/checkpoint" && echo "$size $root $sig" | grep -Eqx "$n $c{42}$e $c{90}$e"; } || no "the checkpoint is not in its form, or of another ledger"
{ printf '\000'; cat "$t/entry"; } | sum >"$t/n"; field entryPath <"$1" | raw >"$t/path"
climb "$(field index <"$t/entry")" "$size" "$(echo "$root" | raw | hex)" || no "the proposal is not in the ledger"
printf '%s' "$key" | raw >"$t/key"; [ "$({ echo "$name"; cat "$t/key"; } | sum | hex | cut -c1-8)" = "$id" ] || no "KEY is not a verifier key"
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c 32 "$t/key"; } >"$t/der"; echo "$sig" | raw >"$t/sig"; tail -c 64 "$t/sig" >"$t/s"
{ [ "$(hex <"$t/sig" | cut -c1-8)" = "$id" ] && openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/der" -rawin -in "$t/text" -sigfile "$t/s"; } >/dev/null 2>&1 || no "the checkpoint is not signed with KEY"
cat "$t/proven"; echo "PROVEN: in the proposal $(field proposal <"$t/entry"), total $(field total <"$t/entry") $(field currency <"$t/entry"), entry $(field index <"$t/entry") of a ledger of $size"
