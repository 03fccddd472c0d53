# For tests that play somebody: `run COMMAND...`, then `expect NAME EXIT-CODE TEXT...`. To be sourced; $failed is 1 once
# something was not as expected.

failed=0

run() {
  code=0
  output=$("$@" 2>&1) || code=$?
}

# expect NAME EXIT-CODE TEXT...: what the last command did, in $code and $output; lines may be broken anywhere.
expect() {
  name=$1 wanted=$2
  shift 2
  problem=''
  [ "$code" = "$wanted" ] || problem="the exit code is $code, not $wanted"
  for text; do
    printf '%s' "$output" | tr '\n' ' ' | tr -s ' ' | grep -qF -- "$text" || problem="the output lacks: $text"
  done
  if [ -n "$problem" ]; then
    failed=1
    printf 'FAILED  %s: %s\n----\n%s\n----\n' "$name" "$problem" "$output"
  else
    printf 'ok      %s\n' "$name"
  fi
}
