"""Takes messages off a work queue as deployed Python workers do: pop into the processing list, work, remove the bytes."""
import json
import os

import redis

queue = os.environ.get("MESSAGE_QUEUE_NAME", "hokusai:model_ready_queue")
server = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, socket_timeout=None)
while True:
    message = server.brpoplpush(queue, f"{queue}:processing", timeout=0)
    envelope = json.loads(message)
    print(envelope["message_type"], envelope["payload"]["model_id"], flush=True)
    server.lrem(f"{queue}:processing", 1, message)
