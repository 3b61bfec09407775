/**
 * Writes a version into a kustomization of the GitOps repository and pushes it. For any POSIX shell
 * with git and awk, as it is the same on each host. Its variables:
 *
 * `GITOPS_URL`, `GITOPS_BRANCH`, `GITOPS_TOKEN` (and `GITOPS_USER`): where to, and as whom; `FILE`,
 * `IMAGE`: the place; `TAG`, `TAG_PREFIX`: the release, and what stands before its version;
 * `SERVICE`, `ENVIRONMENT`: for the commit; `ALLOW_OLDER=true`: goes back, which it refuses
 * otherwise, so that running an old release's job again changes nothing.
 *
 * A service that is not in the environment yet is success: its first release comes before its
 * manifests are merged. It may run twice, or beside others: a version that is there already is
 * success, and a push that comes second begins again on what the first one pushed.
 */
export const promoteScript = `set -eu
version="\${TAG#"$TAG_PREFIX"}"
case "$version" in
  [!0-9]* | '' | *[!A-Za-z0-9._-]*) echo "The tag $TAG is no release: that is $TAG_PREFIX and a version, such as \${TAG_PREFIX}1.2.3." >&2; exit 1 ;;
esac

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# The token is handed over by a program, so that it stands in no address, argument or log
cat > "$work/askpass" <<'ASKPASS'
#!/bin/sh
case "$1" in
  Username*) printf '%s\\n' "\${GITOPS_USER:-x-access-token}" ;;
  *) printf '%s\\n' "$GITOPS_TOKEN" ;;
esac
ASKPASS
chmod +x "$work/askpass"
export GIT_ASKPASS="$work/askpass" GIT_TERMINAL_PROMPT=0

git clone --quiet --depth 1 --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$work/gitops"
cd "$work/gitops"
git config user.name "\${GIT_AUTHOR_NAME:-promotion}"
git config user.email "\${GIT_AUTHOR_EMAIL:-promotion@users.noreply.invalid}"

try=1
while :; do
  if [ ! -f "$FILE" ]; then
    echo "$SERVICE is not in $ENVIRONMENT yet: $GITOPS_BRANCH of $GITOPS_URL has no $FILE. Nothing was promoted. Once the pull request that adds it is merged, run this job again for a version other than the one it brings."
    exit 0
  fi
  # Answers the version that is there, or what became of the file
  found="$(LC_ALL=C awk -v image="$IMAGE" -v version="$version" -v older="\${ALLOW_OLDER:-false}" -v out="$work/new" '
    function plain(text) { gsub(/["\\047\\r]/, "", text); sub(/[ \\t]+#.*$/, "", text); gsub(/^[ \\t]+|[ \\t]+$/, "", text); return text }
    function core(text) { sub(/-.*/, "", text); return text }
    function prerelease(text) { return match(text, /-/) ? substr(text, RSTART + 1) : "" }
    function isNumber(text) { return text ~ /^[0-9]+$/ }
    # Below 0 where the first comes before the other: numbers by their value and before words, the longer one last
    function order(one, other,   a, b, n, m, i) {
      n = split(one, a, "."); m = split(other, b, ".")
      for (i = 1; i <= n && i <= m; i++) {
        if (isNumber(a[i]) != isNumber(b[i])) return isNumber(a[i]) ? -1 : 1
        if (isNumber(a[i]) && a[i] + 0 != b[i] + 0) return a[i] - b[i]
        if (!isNumber(a[i]) && a[i] "" != b[i] "") return a[i] "" < b[i] "" ? -1 : 1
      }
      return n - m
    }
    # By semver; what is no number is neither older nor newer
    function isOlder(one, other,   by) {
      if (core(one) core(other) !~ /^[0-9.]+$/) return 0
      by = order(core(one), core(other))
      if (by != 0) return by < 0
      if (prerelease(one) == "" || prerelease(other) == "") return prerelease(one) != ""
      return order(prerelease(one), prerelease(other)) < 0
    }
    { line[NR] = $0; field = $0; sub(/^[ \\t]*(-[ \\t]+)?/, "", field) }
    /^[^ \\t\\r#-]/ { inImages = /^images:/ }
    inImages && /^[ \\t]*-[ \\t]/ { entries++ }
    inImages && field ~ /^name:/ && plain(substr(field, 6)) == image { own[entries] = 1 }
    inImages && field ~ /^digest:/ { digest[entries] = 1 }
    inImages && field ~ /^newTag:[ \\t]*[^ \\t\\r#]/ { tag[entries] = NR }
    END {
      for (i = 1; i <= entries; i++) if (i in own) {
        if (i in digest) digests++
        if (i in tag) { places++; place = tag[i] }
      }
      if (digests) { print "digest"; exit }
      if (places != 1) { print "places " places + 0; exit }
      match(line[place], /newTag:[ \\t]*("[^"]*"|\\047[^\\047]*\\047|[^ \\t\\r#]+)/)
      old = plain(substr(line[place], RSTART + 7, RLENGTH - 7))
      line[place] = substr(line[place], 1, RSTART - 1) "newTag: \\"" version "\\"" substr(line[place], RSTART + RLENGTH)
      for (i = 1; i <= NR; i++) print line[i] > out
      if (old == version "") print "same"
      else if (older != "true" && isOlder(version, old)) print "older " old
      else print "changed " old
    }' "$FILE")"
  case "$found" in
    same) echo "$ENVIRONMENT has $SERVICE $version already."; exit 0 ;;
    older*) echo "$ENVIRONMENT has $SERVICE \${found#older }, which is newer than $version: nothing was changed. Roll back in the portal, or set ALLOW_OLDER=true."; exit 0 ;;
    digest) echo "$FILE has a digest of $IMAGE, which decides whatever the tag says. Remove the digest, so that newTag decides." >&2; exit 1 ;;
    places*) echo "$FILE has \${found#places } tags of $IMAGE, and one is needed: images, name, newTag." >&2; exit 1 ;;
  esac
  cat "$work/new" > "$FILE"
  git commit --quiet --message "Promote $SERVICE $version to $ENVIRONMENT" --message "From: \${found#changed }
To: $version" -- "$FILE"
  if git push --quiet origin "HEAD:$GITOPS_BRANCH" 2> "$work/refused"; then
    echo "Promoted $SERVICE to $ENVIRONMENT: \${found#changed } -> $version."
    exit 0
  fi
  if [ "$try" -ge 8 ]; then
    cat "$work/refused" >&2
    echo "The commit could not be pushed to $GITOPS_BRANCH after $try tries." >&2
    exit 1
  fi
  # Others were faster: begin again on what they pushed
  sleep "$try"
  try=$((try + 1))
  git fetch --quiet --depth 1 origin "$GITOPS_BRANCH"
  git reset --quiet --hard FETCH_HEAD
done
`;
