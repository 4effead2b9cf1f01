import NIOCore
import Synchronization

/// The clients of one event loop that follow a feed: one call for all of them when there is a page.
final class LoopFollowers: Sendable {
    private let eventLoop: any EventLoop
    private let followers: NIOLoopBoundBox<[ObjectIdentifier: PageFollower]>
    private let isDue = Atomic(false)

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        followers = .makeBoxSendingValue([:], eventLoop: eventLoop)
    }

    /// A client begins to follow; on the event loop.
    func add(_ follower: PageFollower) { followers.value[ObjectIdentifier(follower)] = follower }

    /// A client follows no longer; on the event loop.
    func remove(_ follower: PageFollower) { followers.value[ObjectIdentifier(follower)] = nil }

    /// Has everybody look for pages, soon.
    func deliver() {
        guard !isDue.exchange(true, ordering: .acquiringAndReleasing) else { return }
        eventLoop.execute {
            self.isDue.store(false, ordering: .releasing)
            for follower in self.followers.value.values { follower.send() }
        }
    }
}
