/// Reviews that several ask for at once: one at a time for each version, so many versions at a time, and no more than can be
/// waited for.
///
/// Whoever asks gets a review that began after they asked. All who ask while one is yet to begin share it, so that ten tags
/// set at once are one review or two, and the last of them is never missed.
package actor VersionReviews {
    /// Reviews one version, as ``ModelVersionReview`` does.
    package typealias Review = @Sendable (ModelVersionName) async throws -> ReviewResult

    /// There are as many reviews as can be waited for.
    package struct Full: Error, Sendable, CustomStringConvertible {
        /// What is full.
        package let description: String
    }

    private struct Entry {
        /// The last that has begun.
        var running: Task<ReviewResult, any Error>?
        /// The one that has not.
        var waiting: Task<ReviewResult, any Error>?
    }

    private let review: Review
    private let maximumWaiting: Int
    private var entries: [ModelVersionName: Entry] = [:]
    private var freePlaces: Int
    private var queue: [CheckedContinuation<Void, Never>] = []
    private var waiting = 0
    /// How often it was asked, for tests.
    private(set) var asked = 0

    /// Makes a place where reviews are asked for.
    ///
    /// - Parameters:
    ///   - concurrency: How many versions are reviewed at a time, at least 1.
    ///   - maximumWaiting: How many reviews may wait for their turn.
    package init(concurrency: Int = 16, maximumWaiting: Int = 64, _ review: @escaping Review) {
        freePlaces = max(1, concurrency)
        self.maximumWaiting = maximumWaiting
        self.review = review
    }

    /// What a review says that begins after this call. It goes on if the caller is cancelled: others may wait for it.
    ///
    /// - Parameter delay: How long to wait for others to ask for the same before it begins.
    /// - Throws: ``Full``, and what the review throws.
    package func review(_ version: ModelVersionName, after delay: Duration = .zero) async throws -> ReviewResult {
        asked += 1
        if let waiting = entries[version]?.waiting { return try await waiting.value }
        guard waiting < maximumWaiting + freePlaces else {
            throw Full(description: "\(waiting) reviews of model versions wait already")
        }
        waiting += 1
        let before = entries[version]?.running
        let task = Task { try await self.perform(version, after: delay, behind: before) }
        entries[version, default: Entry()].waiting = task
        return try await task.value
    }

    private func perform(
        _ version: ModelVersionName, after delay: Duration, behind before: Task<ReviewResult, any Error>?
    ) async throws -> ReviewResult {
        if delay > .zero { try? await Task.sleep(for: delay) }
        _ = await before?.result
        await takePlace()
        // From here on whoever asks is told by the next one.
        waiting -= 1
        let begun = entries[version]?.waiting
        entries[version]?.running = begun
        entries[version]?.waiting = nil
        defer {
            givePlace()
            if entries[version]?.waiting == nil { entries[version] = nil }
        }
        return try await review(version)
    }

    private func takePlace() async {
        guard freePlaces == 0 else {
            freePlaces -= 1
            return
        }
        await withCheckedContinuation { queue.append($0) }
    }

    private func givePlace() {
        if queue.isEmpty { freePlaces += 1 } else { queue.removeFirst().resume() }
    }
}
