#!/bin/sh
# A rig that sends its session to Saddlepoint with nothing but curl, one event a request.
#
#   export SADDLEPOINT_INGEST_TOKEN=...
#   ./live-rig.sh http://127.0.0.1:4000 mylab learning m1 1 20
#
# Arguments: server, lab, project, subject, session, number of trials.
set -eu

url=$1 lab=$2 project=$3 subject=$4 session=$5 trials=$6
name=$project/$subject/$session
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# post TYPE ID PAYLOAD [MORE]: sends one event until it is acknowledged. Its id makes sending it again harmless.
post() {
  line='{"type":"'$1'","lab":"'$lab'","project":"'$project'","subject":"'$subject'","session":'$session','
  line=$line'"source":"live-rig-curl","sourceEventId":"'$2'","payload":'$3${4:+,$4}'}'
  while :; do
    status=$(printf '%s\n' "$line" | curl --silent --max-time 30 --output "$answer" --write-out '%{http_code}' \
      --header "Authorization: Bearer $SADDLEPOINT_INGEST_TOKEN" --header 'Content-Type: application/x-ndjson' \
      --data-binary @- "$url/v1/events") || status=000
    case $status in
      200) return ;;
      000 | 5* | 408 | 429) sleep 0.2 ;; # no answer, or not now
      *) # the event is wrong: the answer says how
        cat "$answer" >&2
        exit 1
        ;;
    esac
  done
}

post SessionStarted "session:$name" '{"rig":"example"}'
trial=1
while [ "$trial" -le "$trials" ]; do
  if [ $((trial % 2)) = 0 ]; then side='"contrastLeft":0,"contrastRight":0.5,"choice":"right"'
  else side='"contrastLeft":0.5,"contrastRight":0,"choice":"left"'; fi
  post TrialRecorded "trial:$name/$trial" '{"trial":'$trial','"$side"',"outcome":"correct"}'
  post SnippetRecorded "snippet:$name/$trial" \
    '{"snippet":"t'$trial'","trial":'$trial',"site":"DLS-left","channel":"signal","alignment":"choice","units":"z","sampleRateHz":10,"offsetS":-0.2}' \
    '"samples":[0.1,-0.2,1.5,0.7,0]'
  trial=$((trial + 1))
done
post StimulationRecorded "stimulation:$name/1" \
  '{"stimulation":1,"site":"DLS","hemisphere":"left","condition":"control","durationS":0.5}'
post SessionEnded "end:$name" '{"endedAt":"'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"}'
