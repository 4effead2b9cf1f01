"""Takes messages off a work queue as deployed Python workers do: pop into the processing list, work, remove the bytes."""
import json
import os
import time
from datetime import datetime, timezone

import redis

queue = os.environ.get("MESSAGE_QUEUE_NAME", "hokusai:model_ready_queue")
server = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=None)


def work(envelope):
    print(envelope["message_type"], envelope["payload"]["model_id"], flush=True)


def take():
    message = server.brpoplpush(queue, f"{queue}:processing", timeout=0)
    try:
        work(json.loads(message))
    except (ValueError, KeyError, TypeError) as error:
        # What nobody can read comes back for ever unless it is put aside; `eventbus queue dead` shows it.
        letter = {"original_message": message, "error": repr(error), "original_queue": queue}
        letter["failed_at"] = datetime.now(timezone.utc).isoformat()
        server.lpush(f"{queue}:dlq", json.dumps(letter))
    server.lrem(f"{queue}:processing", 1, message)


while True:
    try:
        take()
    except redis.ConnectionError as error:
        # What was in hand stays in the processing list; `eventbus reap` puts it back.
        print(f"no Redis, trying again: {error}", flush=True)
        time.sleep(1)
