/// How often each fault happens, compared with the others.
struct FaultMix: Sendable, Hashable {
    let weights: [FaultKind: Int]

    init(_ weights: [FaultKind: Int]) {
        precondition(weights.values.contains { $0 > 0 }, "a mix has something in it")
        self.weights = weights
    }

    /// The kinds named, equally often.
    init(only kinds: [FaultKind]) {
        self.init(Dictionary(kinds.map { ($0, 1) }) { $0 + $1 })
    }

    /// Everything but the loss of data.
    static let everything = FaultMix(
        [
            .killPublisher: 2, .killRouter: 4, .killConsumer: 6, .killWorker: 2, .killJobber: 2, .killReaper: 1,
            .killSubscriber: 1,
            .stopPublisher: 1, .stopRouter: 1, .stopConsumer: 2, .stopJobber: 1, .writeJunk: 1, .replaceRouter: 1,
            .replaceConsumer: 3, .freezePublisher: 1, .freezeRouter: 3, .freezeConsumer: 4,
            .freezeWorker: 1, .freezeJobber: 1,
            .killServer: 3, .freezeServer: 2, .fillMemory: 3, .forgetScripts: 2, .killConnection: 3,
            .killConnections: 2,
            .cutConnections: 3, .cutInReply: 4, .cutInRequest: 3, .holdAndDrop: 3, .holdAndDeliver: 3, .slowDown: 1,
            .refuseConnections: 2,
        ])

    /// The log is emptied now and then.
    static let flush = FaultMix([
        .flushAll: 4, .killConsumer: 2, .killRouter: 2, .cutConnections: 2, .killConnections: 1,
    ])

    /// Groups are destroyed now and then.
    static let groups = FaultMix([.destroyGroup: 4, .killConsumer: 2, .killRouter: 2, .cutConnections: 2])

    /// Harm to those that read, while the logs are kept short. A publisher whose answer is lost is left out: where the log
    /// is gone that it would look in, nobody knows.
    static let trim = FaultMix([
        .killRouter: 3, .killConsumer: 4, .stopRouter: 1, .stopConsumer: 2, .replaceRouter: 1, .replaceConsumer: 3,
        .freezeRouter: 3, .freezeConsumer: 4, .fillMemory: 1, .forgetScripts: 1, .writeJunk: 1,
    ])

    /// One kind, each as often as its weight says.
    func kind(using generator: inout some RandomNumberGenerator) -> FaultKind {
        // In the order of declaration: that of a dictionary differs from run to run.
        let kinds = FaultKind.allCases.filter { weights[$0, default: 0] > 0 }
        var at = Int.random(in: 0..<kinds.reduce(0) { $0 + weights[$1, default: 0] }, using: &generator)
        for kind in kinds {
            at -= weights[kind, default: 0]
            if at < 0 { return kind }
        }
        return kinds[kinds.count - 1]
    }
}
