/**
 * Writes a version into a kustomization of the GitOps repository and pushes it. For any POSIX shell with git and awk, as it is the same on each host. Its variables:
 *
 * `GITOPS_URL`, `GITOPS_BRANCH`, `GITOPS_TOKEN` (and `GITOPS_USER`): where to, and as whom; `FILE`, `IMAGE`: the place; `TAG`, `TAG_PREFIX`: the release, and what stands before its version; `SERVICE`, `ENVIRONMENT`: for the commit;
 * `ALLOW_OLDER=true`: goes back, which it refuses otherwise, so that running an old release's workflow again changes nothing.
 *
 * A service that is not in the environment yet is success: its first release comes before its manifests are merged. It may run twice, or beside others: a version that is there already is success, and a push that comes second begins again on what the first one pushed.
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
  found="$(awk -v image="$IMAGE" -v version="$version" -v older="\${ALLOW_OLDER:-false}" -v out="$work/new" '
    function plain(text) { gsub(/["\\047\\r]/, "", text); sub(/[ \\t]+#.*$/, "", text); gsub(/^[ \\t]+|[ \\t]+$/, "", text); return text }
    # Numbers by their value, and only where both versions have them
    function isOlder(one, other,   a, b, n, m, i) {
      n = split(one, a, /[.+-]/); m = split(other, b, /[.+-]/)
      for (i = 1; i <= n && i <= m; i++) {
        if (a[i] !~ /^[0-9]+$/ || b[i] !~ /^[0-9]+$/) return 0
        if (a[i] + 0 != b[i] + 0) return a[i] + 0 < b[i] + 0
      }
      return 0
    }
    /^[ \\t]*-[ \\t]/ { own = 0 }
    match($0, /^[ \\t]*(-[ \\t]+)?name:/) && plain(substr($0, RSTART + RLENGTH)) == image { own = 1 }
    own && match($0, /newTag:[ \\t]*("[^"]*"|\\047[^\\047]*\\047|[^ \\t\\r#]+)/) {
      was = substr($0, RSTART, RLENGTH); sub(/newTag:[ \\t]*/, "", was)
      old = plain(was)
      $0 = substr($0, 1, RSTART - 1) "newTag: \\"" version "\\"" substr($0, RSTART + RLENGTH)
      own = 0; places++
    }
    { print > out }
    END {
      if (places != 1) print "places " places + 0
      else if (old == version) print "same"
      else if (older != "true" && isOlder(version, old)) print "older " old
      else print "changed " old
    }' "$FILE")"
  case "$found" in
    same) echo "$ENVIRONMENT has $SERVICE $version already."; exit 0 ;;
    older*) echo "$ENVIRONMENT has $SERVICE \${found#older }, which is newer than $version: nothing was changed. Roll back in the portal, or set ALLOW_OLDER=true."; exit 0 ;;
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
