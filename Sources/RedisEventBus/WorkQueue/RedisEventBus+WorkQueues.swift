public import EventBus

extension RedisEventBus {
    /// The work queues that the catalogue's routes fill, each list once, in the order in which they first appear.
    public var workQueues: [WorkQueueDeclaration] {
        var seen: Set<String> = []
        return events.flatMap(\.routes).compactMap(\.queue).filter { seen.insert($0.list).inserted }
    }

    /// A list as a work queue, with the names and the visibility that the catalogue's routes give it.
    ///
    /// - Parameter list: The list's name. One that no route names has `<list>:processing`, `<list>:dlq` and 60 s.
    public func workQueue(list: String) -> RawWorkQueue {
        workQueue(workQueues.first { $0.list == list } ?? WorkQueueDeclaration(list: list))
    }

    /// A work queue of given names.
    ///
    /// - Parameters:
    ///   - declaration: The names of its lists, and its visibility.
    ///   - attempts: After how many attempts a message that does not say so itself is given up on; what the delivery
    ///     policies of the events say that are routed there unless given, and 4 where none is.
    public func workQueue(_ declaration: WorkQueueDeclaration, attempts: Int? = nil) -> RawWorkQueue {
        let policies = declarations(on: declaration.list).map(\.stream.delivery.attempts)
        return RawWorkQueue(
            declaration, attempts: attempts ?? policies.max() ?? DeliveryPolicy().attempts, client: client,
            logger: logger, metrics: metrics)
    }

    /// A list as a work queue of one type of event.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - list: The list's name.
    public func workQueue<E: Event>(of type: E.Type, list: String) -> WorkQueue<E> {
        WorkQueue(
            raw: workQueue(list: list),
            neighbours: declarations(on: list).filter { $0.type != E.declaration.type })
    }

    /// A reaper, which returns what dead workers held; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameter queues: The queues; all that the catalogue's routes fill unless given.
    public func workQueueReaper(of queues: [RawWorkQueue]? = nil) -> WorkQueueReaper {
        WorkQueueReaper(
            queues: queues ?? workQueues.map { workQueue($0) }, logger: logger, loops: loops, metrics: metrics)
    }

    private func declarations(on list: String) -> [EventDeclaration] {
        events.filter { event in event.routes.contains { $0.queue?.list == list } }
    }
}
