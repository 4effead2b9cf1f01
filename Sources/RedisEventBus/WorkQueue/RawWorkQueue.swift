public import EventBus
import Logging
import RedisClient

/// A Redis list as a work queue, whatever its messages are: each goes to one worker, and comes back if the worker dies.
///
/// Every move is one script, so that an item is in one place whatever crashes. Workers in other languages may take from
/// the same list (`BRPOPLPUSH`, `LREM`). Items of dead workers come back by a ``WorkQueueReaper``, or `eventbus reap`:
/// run one.
public struct RawWorkQueue: Sendable {
    /// The names of the lists, and the visibility.
    public let declaration: WorkQueueDeclaration
    /// After how many attempts a message that does not say so itself is given up on.
    public let attempts: Int

    let commands: WorkQueueCommands
    let logger: Logger
    private let metrics: BusMetrics?
    private let keeper: ClaimKeeper

    init(
        _ declaration: WorkQueueDeclaration, attempts: Int, client: RedisClient, logger: Logger,
        metrics: BusMetrics? = nil
    ) {
        self.metrics = metrics
        self.declaration = declaration
        self.attempts = attempts
        self.logger = logger
        commands = WorkQueueCommands(client: client, names: declaration)
        keeper = ClaimKeeper(commands: commands, logger: logger)
    }

    /// The jobs of this queue as they come, for one worker; asks for the next only when it is wanted.
    ///
    /// Ends when the task is cancelled; what had been taken and not handed out is put back where it was. In a service use
    /// `cancelOnGracefulShutdown()`.
    /// - Parameter worker: The worker's name, as it stands in the claims for people to read.
    public func jobs(worker: String) -> RawJobs { RawJobs(queue: self, worker: worker) }

    func job(_ claim: WorkQueueClaim) -> RawJob {
        RawJob(claim, attempts: attempts, keeper: keeper, commands: commands, metrics: metrics)
    }
}
