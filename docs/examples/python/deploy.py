"""Deploys the tokens of models that are ready, and publishes `deployed`; `deploy.py 3` ends after three.

An order may come twice: its worker died, or took longer than the queue's visibility. So whatever it causes is named by
the event's id, and the second try finds what the first one did. `DEPLOYMENTS` is the folder that stands for a chain
here, and `BLOCK_TIME` says how many seconds that chain takes to confirm.
"""
import hashlib
import itertools
import json
import os
import pathlib
import sys
import time

import redis
from hokusai_events import Deployed, ModelReadyToDeploy
from hokusai_events.consumer import Reject, WorkQueue
from hokusai_events.publisher import Publisher, PublishError

deployments = pathlib.Path(os.environ.get("DEPLOYMENTS", "deployments"))
deployments.mkdir(parents=True, exist_ok=True)
# Waiting for a message may take any time.
server = redis.Redis.from_url(os.environ["REDIS_URL"], socket_timeout=None)
queue = WorkQueue(server, "hokusai:model_ready_queue")
publisher = Publisher(server, source="contract-deployer")


def send(order, token):
    """Sends the transaction of an order unless it was sent: a contract's address follows from the order, as by CREATE2."""
    salt = hashlib.sha256(order.encode()).hexdigest()
    place, draft = deployments / f"{salt}.json", deployments / f"{salt}.{os.getpid()}"
    draft.write_text(json.dumps({"token": token, "block": int(time.time())}))
    try:
        # One of two who try at once succeeds, and a file that is there is whole.
        os.link(draft, place)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return f"0x{salt}", f"0x{salt[:40]}", json.loads(place.read_text())["block"]


def deploy(message):
    order = message.event
    if not isinstance(order, ModelReadyToDeploy) or message.id is None:
        raise Reject(f"this worker deploys on model_ready_to_deploy with an id, not on {message.type}")
    transaction, address, block = send(message.id, order.token_symbol)
    time.sleep(float(os.environ.get("BLOCK_TIME", "0")))
    deployed = Deployed(
        model_id=order.model_id,
        model_name=order.model_name,
        model_version=order.model_version,
        token_symbol=order.token_symbol,
        token_address=address,
        network="localhost",
        transaction_hash=transaction,
        block_number=block,
        mlflow_run_id=order.mlflow_run_id,
        contributor_address=order.contributor_address,
    )
    # Its idempotency key has the transaction in it: published again, it is appended once.
    publisher.publish(deployed, causation_id=message.id)
    print(f"message {message.id}: deployed {order.token_symbol} of {order.model_id} at {address}", flush=True)


for _ in range(int(sys.argv[1])) if len(sys.argv) > 1 else itertools.count():
    try:
        queue.work(deploy)
    except (redis.RedisError, PublishError) as error:
        # What was in hand stays in the processing list; the reaper of `eventbus serve` puts it back, or gives up on it.
        print(f"not done, it will come again: {error}", flush=True)
        time.sleep(1)
