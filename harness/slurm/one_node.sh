#!/bin/sh
# Runs a command with a Slurm of its own: one node, this machine, everything in a temporary folder.
#
#     harness/slurm/one_node.sh [--cpus N] COMMAND [ARGUMENT...]
#
# Starts munged, slurmctld and slurmd with a configuration that it writes itself, waits until the node is
# idle, runs the command with SLURM_CONF set (so that sbatch, squeue and the others find it), and stops all
# three at the end, whatever happens. The exit code is the command's; 77, after a sentence that begins with
# "skipped:", where there is no Slurm or nobody may start one. Nothing of a Slurm that is configured on the
# machine is read or touched. slurmd has to be root.
#
# --cpus N: how many CPUs the node claims to have (default: as many as there are), and so how many jobs of
# one CPU run at once.
set -eu

say() { printf 'one_node: %s\n' "$*" >&2; }
skip() { printf 'skipped: %s\n' "$*"; exit 77; }

cpus=$(nproc)
if [ "${1:-}" = --cpus ]; then
  cpus=$2
  shift 2
fi
[ $# -gt 0 ] || { say "usage: one_node.sh [--cpus N] COMMAND [ARGUMENT...]"; exit 2; }

PATH=$PATH:/usr/sbin:/sbin
export PATH
for program in munged slurmctld slurmd sbatch squeue sinfo; do
  command -v "$program" >/dev/null 2>&1 ||
    skip "$program is not installed (apt-get install slurm-wlm munge)"
done
[ "$(id -u)" = 0 ] || skip "only root can start slurmd"

folder=$(mktemp -d "${TMPDIR:-/tmp}/one_node.XXXXXX")
chmod 755 "$folder"
munged_pid='' slurmctld_pid='' slurmd_pid=''

# Ends a process that we started: kindly, then not.
end() {
  [ -n "$1" ] || return 0
  kill "$1" 2>/dev/null || return 0
  tries=0
  while kill -0 "$1" 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -le 50 ] || { kill -KILL "$1" 2>/dev/null || true; break; }
    sleep 0.1
  done
  wait "$1" 2>/dev/null || true
}

stop() {
  trap - EXIT INT TERM HUP
  if [ -n "$slurmctld_pid" ] && kill -0 "$slurmctld_pid" 2>/dev/null; then
    # Jobs that still run must not outlive the daemons that know of them.
    for job in $(squeue --noheader --format=%A 2>/dev/null | sort -u); do
      scancel --signal=KILL --full "$job" 2>/dev/null || true
      scancel "$job" 2>/dev/null || true
    done
    tries=0
    while [ -n "$(squeue --noheader 2>/dev/null)" ] && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.1
    done
  fi
  end "$slurmd_pid"
  end "$slurmctld_pid"
  end "$munged_pid"
  rm -rf "$folder"
}
trap 'status=$?; stop; exit $status' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# What went wrong, from the logs.
give_up() {
  say "$1"
  for log in "$folder"/*.log; do
    [ -s "$log" ] || continue
    say "the end of ${log##*/}:"
    tail -n 15 "$log" >&2
  done
  exit 1
}

wait_for() {  # seconds, what, command...
  seconds=$1 what=$2
  shift 2
  tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -le $((seconds * 10)) ] || give_up "$what did not come up within $seconds seconds"
    sleep 0.1
  done
}

# Two ports that nobody listens on just now.
free_port() {
  port=$1
  while [ -n "$(ss --no-header --listening --tcp --numeric "sport = :$port" 2>/dev/null)" ]; do
    port=$((port + 1))
  done
  echo "$port"
}
base=$((20000 + $$ % 20000))
if command -v ss >/dev/null 2>&1; then
  control_port=$(free_port "$base")
  node_port=$(free_port $((control_port + 1)))
else
  control_port=$base
  node_port=$((base + 1))
fi

node=$(hostname -s)
mkdir "$folder/state" "$folder/spool"
head -c 1024 /dev/urandom >"$folder/munge.key"
chmod 400 "$folder/munge.key"
cat >"$folder/slurm.conf" <<CONF
ClusterName=onenode
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$control_port
SlurmdPort=$node_port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
CredType=cred/munge
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_min_interval=200000,batch_sched_delay=0,sched_interval=2,bf_interval=2
SlurmdParameters=config_overrides
KillWait=2
MinJobAge=600
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
CONF
echo 'CgroupAutomount=no' >"$folder/cgroup.conf"
SLURM_CONF=$folder/slurm.conf
export SLURM_CONF

munged --foreground --force --num-threads=2 --key-file="$folder/munge.key" \
  --socket="$folder/munge.socket" --pid-file="$folder/munge.pid" \
  --log-file="$folder/munge.log" --seed-file="$folder/munge.seed" >"$folder/munged.out.log" 2>&1 &
munged_pid=$!
wait_for 10 munged munge --no-input --socket="$folder/munge.socket"
slurmctld -D -f "$SLURM_CONF" >"$folder/slurmctld.out.log" 2>&1 &
slurmctld_pid=$!
slurmd -D -f "$SLURM_CONF" -N "$node" >"$folder/slurmd.out.log" 2>&1 &
slurmd_pid=$!
is_idle() { [ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ]; }
wait_for 30 "the node" is_idle

status=0
"$@" || status=$?
exit "$status"
