/**
 * Writes a version into a kustomization of the GitOps repository and pushes it. For any POSIX shell
 * with git, awk and curl, as it is the same on each host. Its variables:
 *
 * What is asked for: `SERVICE`, `ENVIRONMENT`, `VERSION`; `BUILD`, the tag that the same image had
 * before its release; `ONLY_NEWER=true`, which never goes back, so that running an old release's
 * CI again changes nothing.
 *
 * What the platform says: `ENVIRONMENTS`, those that it may write to; `FILE` and `IMAGE`, patterns
 * with {service} and {environment}, where no `IMAGE` stands for the one that is called like the
 * service; `PORTAL`, the address of the portal's API, which is asked whether the version may come;
 * `GATES=optional`, which goes on where the portal does not answer; `ASK_FOR` and `ASK_EVERY`, for
 * how many seconds it is asked again about a version that is not healthy before yet.
 *
 * Where to, and as whom: `GITOPS_URL`, `GITOPS_BRANCH`, `GITOPS_TOKEN` (and `GITOPS_USER`),
 * `PORTAL_TOKEN`; `STARTED_BY` and `RUN` are for the commit.
 *
 * A service that is not in the environment yet is success: its first release comes before its
 * manifests are merged. It may run twice, or beside others: a version that is there already is
 * success, and a push that comes second begins again on what the first one pushed.
 */
export const promoteScript = `set -eu
refuse() { echo "$1" >&2; exit 1; }
case "$ENVIRONMENT" in
  '' | *[!A-Za-z0-9-]*) refuse "That is not the name of an environment: $ENVIRONMENT" ;;
esac
case " $ENVIRONMENTS " in
  *" $ENVIRONMENT "*) ;;
  *) refuse "This workflow does not promote to $ENVIRONMENT, but to: $ENVIRONMENTS. Other environments take versions by pull request: promote in the portal." ;;
esac
case "$SERVICE" in
  '' | [!a-z0-9]* | *[!a-z0-9-]*) refuse "That is not the name of a service: $SERVICE" ;;
esac
for tag in "$VERSION" "\${BUILD:-$VERSION}"; do
  case "$tag" in
    '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9._-]*) refuse "That is not a version: $tag" ;;
  esac
done
filled() { printf '%s' "$1" | sed "s/{service}/$SERVICE/g; s/{environment}/$ENVIRONMENT/g"; }
file="$(filled "$FILE")"
image="$(filled "\${IMAGE:-}")"

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

# Asks the portal whether the version may come: soak time, health, freezes. While it is only on its
# way to where it comes from, again
ask() {
  deadline="$(($(date +%s) + \${ASK_FOR:-600}))"
  while :; do
    unknown=''
    if [ -z "\${PORTAL:-}" ]; then unknown='PORTAL is not set'
    elif ! printf 'header = "Authorization: Bearer %s"\\n' "\${PORTAL_TOKEN:-}" |
      curl --silent --show-error --fail --max-time 30 --retry 2 --config - --output "$work/answer" \\
        --header 'Content-Type: application/json' \\
        --data "{\\"to\\":\\"$ENVIRONMENT\\",\\"version\\":\\"$VERSION\\"\${BUILD:+,\\"build\\":\\"$BUILD\\"}}" \\
        "$PORTAL/v1/services/component/default/$SERVICE/workflow/check" 2> "$work/problem"
    then unknown="$(cat "$work/problem")"
    else
      case "$(cat "$work/answer")" in
        *'"allowed":true'*) return 0 ;;
        *'"allowed":false'*) sentence="$(sed -E 's/.*"sentence":"(([^"\\\\]|\\\\.)*)".*/\\1/; s/\\\\(.)/\\1/g' "$work/answer")" ;;
        *) unknown='its answer is of another kind' ;;
      esac
    fi
    if [ -n "$unknown" ]; then
      [ "\${GATES:-required}" = optional ] || refuse "The portal could not be asked whether $SERVICE $VERSION may come to $ENVIRONMENT ($unknown). Nothing was promoted: run this again."
      echo "The portal could not be asked whether $SERVICE $VERSION may come to $ENVIRONMENT ($unknown). It is promoted all the same, as GATES is optional."
      return 0
    fi
    grep -q '"retry":true' "$work/answer" && [ "$(date +%s)" -lt "$deadline" ] ||
      refuse "The portal refuses $SERVICE $VERSION in $ENVIRONMENT: $sentence"
    echo "Not yet: $sentence"
    sleep "\${ASK_EVERY:-20}"
  done
}

git clone --quiet --depth 1 --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$work/gitops"
cd "$work/gitops"
git config user.name "\${GIT_AUTHOR_NAME:-promotion}"
git config user.email "\${GIT_AUTHOR_EMAIL:-promotion@users.noreply.invalid}"

try=1
while :; do
  if [ ! -f "$file" ]; then
    echo "$SERVICE is not in $ENVIRONMENT yet: $GITOPS_BRANCH of $GITOPS_URL has no $file. Nothing was promoted. Once the pull request that adds it is merged, run this again for a version other than the one it brings."
    exit 0
  fi
  # Answers the version that is there, or what became of the file
  found="$(LC_ALL=C awk -v image="$image" -v service="$SERVICE" -v version="$VERSION" -v newer="\${ONLY_NEWER:-false}" -v out="$work/new" '
    function plain(text) { gsub(/["\\047\\r]/, "", text); sub(/[ \\t]+#.*$/, "", text); gsub(/^[ \\t]+|[ \\t]+$/, "", text); return text }
    function last(text) { sub(/^.*\\//, "", text); return text }
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
    inImages && field ~ /^(name|newName):/ {
      name = plain(substr(field, index(field, ":") + 1))
      if (image == "" ? last(name) == service : name == image) own[entries] = 1
    }
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
      else if (newer == "true" && isOlder(version, old)) print "older " old
      else print "changed " old
    }' "$file")"
  case "$found" in
    same) echo "$ENVIRONMENT has $SERVICE $VERSION already."; exit 0 ;;
    older*) echo "$ENVIRONMENT has $SERVICE \${found#older }, which is newer than $VERSION: nothing was changed. Start this workflow without only_newer to go back."; exit 0 ;;
    digest) refuse "$file has a digest of the image, which decides whatever the tag says. Remove the digest, so that newTag decides." ;;
    places*) refuse "$file has \${found#places } tags of \${image:-an image called $SERVICE}, and one is needed: images, name, newTag." ;;
  esac
  [ "$try" -gt 1 ] || ask
  cat "$work/new" > "$file"
  git commit --quiet --message "Promote $SERVICE $VERSION to $ENVIRONMENT" --message "From: \${found#changed }
To: $VERSION
Started-by: \${STARTED_BY:-unknown}
Run: \${RUN:-unknown}" -- "$file"
  if git push --quiet origin "HEAD:$GITOPS_BRANCH" 2> "$work/refused"; then
    echo "Promoted $SERVICE to $ENVIRONMENT: \${found#changed } -> $VERSION."
    exit 0
  fi
  if [ "$try" -ge 8 ]; then
    cat "$work/refused" >&2
    refuse "The commit could not be pushed to $GITOPS_BRANCH after $try tries."
  fi
  # Others were faster: begin again on what they pushed
  sleep "$try"
  try=$((try + 1))
  git fetch --quiet --depth 1 origin "$GITOPS_BRANCH"
  git reset --quiet --hard FETCH_HEAD
done
`;
