"""Works on the messages of a queue with the generated package; `work.py 3` ends after three."""
import itertools
import os
import sys
import time

import redis
from hokusai_events import ModelReadyToDeploy
from hokusai_events.consumer import Reject, WorkQueue

# Waiting for a message may take any time.
server = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
queue = WorkQueue(server, "hokusai:model_ready_queue")


def deploy(message):
    event = message.event
    if not isinstance(event, ModelReadyToDeploy):
        raise Reject(f"this worker cannot handle {message.type}")
    print(f"message {message.id}: deploy {event.token_symbol} for {event.model_id}", flush=True)


for _ in range(int(sys.argv[1])) if len(sys.argv) > 1 else itertools.count():
    try:
        queue.work(deploy)
    except redis.ConnectionError as error:
        # What was in hand stays in the processing list; `eventbus reap` puts it back.
        print(f"no Redis, trying again: {error}", flush=True)
        time.sleep(1)
