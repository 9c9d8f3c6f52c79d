#!/bin/sh
# Starts ejabberd or Prosody in the foreground, on loopback, with all files in a folder: start.sh NAME FOLDER PORT DATABASE_PORT
# The database must exist and have the name of the server. As root it starts the server as the package's own user.
set -eu
name=$1 folder=$2 port=$3 database_port=$4
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin

configure() {
  sed -e "s|CLIENT_PORT|$port|; s|DATABASE_PORT|$database_port|; s|FOLDER|$folder|" \
    "$here/$1" > "$folder/$1"
}

as_user() {
  if [ "$(id -u)" -eq 0 ]; then
    chown -R "$name" "$folder"
    exec setpriv --reuid "$name" --regid "$name" --init-groups env HOME="$folder" "$@"
  fi
  exec "$@"
}

ulimit -n "$(ulimit -H -n)"
cd "$folder"
case $name in
  ejabberd)
    configure ejabberd.yml
    configure ejabberdctl.cfg
    echo '{lookup, [file, native]}.' > "$folder/inetrc"
    as_user ejabberdctl --config-dir "$folder" --config "$folder/ejabberd.yml" --ctl-config "$folder/ejabberdctl.cfg" \
      --logs "$folder/logs" --spool "$folder/spool" foreground
    ;;
  prosody)
    configure prosody.cfg.lua
    mkdir -p "$folder/data"
    as_user prosody --config "$folder/prosody.cfg.lua" -F
    ;;
  *)
    echo "start.sh: unknown server $name" >&2
    exit 1
    ;;
esac
