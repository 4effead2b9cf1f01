extension MetricDescriptor {
    // MARK: Publishing

    /// Events appended to a log.
    package static let published = work(
        "eventbus_published_total", .counter, .events, by: ["event"], "Events appended to the log.")
    /// Events that were there already.
    package static let publishDuplicates = work(
        "eventbus_publish_duplicates_total", .counter, .events, by: ["event"],
        "Events not appended again, since one with the same idempotency key was.")
    /// Events that were not published.
    package static let publishFailures = work(
        "eventbus_publish_failures_total", .counter, .events, by: ["event", "outcome", "code"],
        """
        Events whose publishing failed: outcome is not_sent, rejected or unknown; code is invalid, \
        malformed, unversioned, version_conflict, too_large, memory, eviction, or the code of the Redis error.
        """)
    /// Tries after the first.
    package static let publishRetries = work(
        "eventbus_publish_retries_total", .counter, .none, by: ["event"],
        "Times a publish that had failed was tried again.")
    /// How long a call of `publish` takes.
    package static let publishDuration = work(
        "eventbus_publish_duration_seconds",
        .histogram(bounds: [
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
        ]), .seconds, by: ["event"],
        "Time from the call of publish to its receipt or error, tries and pauses included; a batch counts once.")

    static let publishing = [published, publishDuplicates, publishFailures, publishRetries, publishDuration]

    // MARK: Handling

    /// Attempts of handlers.
    package static let handled = work(
        "eventbus_handled_total", .counter, .deliveries, by: ["stream", "group", "event", "outcome"],
        """
        Deliveries that a handler ran for: outcome is done, retried, postponed, dead_letter, abandoned (the consumer \
        stopped) or lost (another consumer has it).
        """)
    /// How long handlers run.
    package static let handlingDuration = work(
        "eventbus_handling_duration_seconds",
        .histogram(bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]),
        .seconds, by: ["stream", "group", "event"], "Time that one attempt of a handler took.")
    /// Deliveries put off after a failure.
    package static let retries = work(
        "eventbus_retries_total", .counter, .deliveries, by: ["stream", "group", "event"],
        "Deliveries put off to be tried again, since their handler failed.")
    /// Deliveries given up.
    package static let deadLetters = work(
        "eventbus_dead_letters_total", .counter, .deliveries, by: ["stream", "group", "event", "reason"],
        """
        Deliveries that became dead letters: reason is attempts_used_up, rejected, undecodable, malformed, unknown_type, \
        consumer_died or route_failed.
        """)
    /// Deliveries read again.
    package static let redeliveries = work(
        "eventbus_redeliveries_total", .counter, .deliveries, by: ["stream", "group"],
        "Deliveries taken over from a consumer that is gone, or whose reply was lost.")
    /// Handlers that run.
    package static let inFlight = work(
        "eventbus_in_flight", .gauge, .deliveries, by: ["stream", "group"],
        "Deliveries that handlers of this process run for now.")
    /// Logs that are not what was read of them.
    package static let logLosses = work(
        "eventbus_log_losses_total", .counter, .none, by: ["stream"],
        "Times a log was found shorter than what had been read of it, or another one.")

    static let handling = [handled, handlingDuration, retries, deadLetters, redeliveries, inFlight, logLosses]

    // MARK: The service-level indicator

    /// Entries handled or routed.
    package static let delivered = work(
        "eventbus_delivered_total", .counter, .entries, by: ["stream", "group"],
        "Entries handled or routed with success for the first time by a group.")
    /// Those of them that were in time.
    package static let deliveredWithinTarget = work(
        "eventbus_delivered_within_target_total", .counter, .entries, by: ["stream", "group"],
        "Those of eventbus_delivered_total that were done within the target (EVENTBUS_DELIVERY_TARGET, 1 s unless set) of being appended."
    )
    /// From the log to the handler.
    package static let deliveryDelay = work(
        "eventbus_delivery_delay_seconds",
        .histogram(bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600]
        ),
        .seconds, by: ["stream", "group"],
        "Time from an entry's append, by the server's clock, to its first success in a group, by this process's clock.")

    static let delivering = [delivered, deliveredWithinTarget, deliveryDelay]

    // MARK: Routing

    /// What was put on lists and channels.
    package static let routed = work(
        "eventbus_routed_total", .counter, .messages, by: ["stream", "event", "route", "outcome"],
        "Messages put on the list or channel that route names: outcome is routed or failed.")

    static let routing = [routed]

    // MARK: Work queues and retention

    /// What own workers did.
    package static let jobs = work(
        "eventbus_jobs_total", .counter, .messages, by: ["list", "outcome"],
        "Messages of work queues that a worker of this process settled: outcome is done, returned, dead or lost.")
    /// What the reaper rescued.
    package static let rescued = work(
        "eventbus_queue_rescued_total", .counter, .messages, by: ["list", "outcome"],
        "Messages of work queues taken back from workers that are gone: outcome is returned or dead.")
    /// What bridges brought in.
    package static let bridged = work(
        "eventbus_bridged_total", .counter, .messages, by: ["list", "outcome"],
        "Messages of foreign lists that a bridge took: outcome is appended, duplicate (it came before) or dead.")
    /// What retention removed.
    package static let trimmed = work(
        "eventbus_trimmed_total", .counter, .entries, by: ["stream"], "Entries that retention removed from the log.")
    /// What it removed though a group had not done with it.
    package static let trimmedUnfinished = work(
        "eventbus_trimmed_unfinished_total", .counter, .entries, by: ["stream", "group"],
        "Entries that retention removed though an optional group had been given them and not acknowledged them.")

    static let keeping = [jobs, rescued, bridged, trimmed, trimmedUnfinished]

    // MARK: The connection of this process

    /// Lost connections that were replaced.
    package static let reconnects = work(
        "eventbus_reconnects_total", .counter, .none, "Times this process replaced its lost connection to Redis.")
    /// The circuit breaker.
    package static let breakerState = work(
        "eventbus_breaker_state", .gauge, .none,
        "What the circuit breaker of this process lets through: 0 everything (closed), 1 one attempt (half-open), 2 nothing (open)."
    )
    /// Commands under way.
    package static let inFlightCommands = own(
        "eventbus_in_flight_commands", .commands, "Commands of this process that wait for their reply.")

    static let connecting = [reconnects, breakerState, inFlightCommands]

    // MARK: Loops

    /// How long ago loops turned.
    package static let loopAge = own(
        "eventbus_loop_heartbeat_age_seconds", .seconds, by: ["loop"],
        "Time since a loop of this process turned last.")
    /// Loops that do not turn.
    package static let loopDead = own(
        "eventbus_loop_dead", .none, by: ["loop"],
        "1 for a loop of this process that has ended with an error or has not turned for too long, else 0.")

    static let looping = [loopAge, loopDead]

    // MARK: The outbox

    /// What was stored.
    package static let outboxStored = work(
        "eventbus_outbox_stored_total", .counter, .events, by: ["event"],
        "Events stored in the outbox, since the server could not take them.")
    /// What was appended later.
    package static let outboxRelayed = work(
        "eventbus_outbox_relayed_total", .counter, .events, by: ["stream"],
        "Events appended to the log from the outbox.")
    /// What was refused later.
    package static let outboxRefused = work(
        "eventbus_outbox_refused_total", .counter, .events, by: ["stream"],
        "Events of the outbox that the log does not take and that are set aside for a person.")
    /// What waits.
    package static let outboxWaiting = own(
        "eventbus_outbox_waiting", .events, "Events that wait in the outbox of this process.")
    /// How long it has waited.
    package static let outboxOldestAge = own(
        "eventbus_outbox_oldest_age_seconds", .seconds,
        "Age of the event that has waited longest in the outbox of this process.")

    static let outbox = [outboxStored, outboxRelayed, outboxRefused, outboxWaiting, outboxOldestAge]

    // MARK: The metrics themselves

    /// Series that are not kept.
    package static let refusedSeries = work(
        "eventbus_metrics_refused_series_total", .counter, .none,
        "Times this process did not keep a series of its metrics, since there were too many already.")

    static let observing = [refusedSeries]
}
