import NIOCore

/// The last pages that were sent, numbered: clients read them at their own pace, and one that falls behind reads the log.
///
/// A pure value, bounded by events and bytes.
struct FeedRing: Sendable {
    private(set) var pages: [FeedPage] = []
    /// The number of the first page that is kept.
    private(set) var first = 0
    /// Where a client stands that has seen all pages.
    private(set) var end: StreamCursor
    private var frames = 0
    private var bytes = 0
    private let frameLimit: Int
    private let byteLimit: Int

    init(from end: StreamCursor, frames: Int, bytes: Int) {
        self.end = end
        frameLimit = frames
        byteLimit = bytes
    }

    /// The number of the page that comes next.
    var next: Int { first + pages.count }

    /// Takes a page, and lets go of the oldest where there are too many. The last page is kept whatever its size.
    mutating func append(_ page: FeedPage) {
        pages.append(page)
        end = page.after
        frames += max(1, page.frames.count)
        bytes += page.bytes.readableBytes
        var surplus = 0
        while frames > frameLimit || bytes > byteLimit, surplus < pages.count - 1 {
            frames -= max(1, pages[surplus].frames.count)
            bytes -= pages[surplus].bytes.readableBytes
            surplus += 1
        }
        pages.removeFirst(surplus)
        first += surplus
    }

    /// The pages from a number on, of so many bytes or a little more; `nil` where they are no longer kept.
    func pages(from number: Int, upTo limit: Int) -> ArraySlice<FeedPage>? {
        guard number >= first else { return nil }
        let start = min(number - first, pages.count)
        var end = start
        var bytes = 0
        while end < pages.count, bytes < limit {
            bytes += pages[end].bytes.readableBytes
            end += 1
        }
        return pages[start..<end]
    }

    /// The number of the page from which on a client sees all that comes behind its cursor; `nil` where that is not kept.
    ///
    /// - Parameter isCertain: Whether the cursor is known to be a place in the log as it is now. One that a client brought
    ///   may be of a log that is gone: it counts only if it was handed out here.
    func number(for cursor: StreamCursor, isCertain: Bool) -> Int? {
        if isCertain ? end.isWithin(cursor) : end == cursor { return next }
        for (index, page) in pages.enumerated().reversed() {
            if page.isBreak { return nil }
            guard page.before.isWithin(cursor) else { continue }
            let isKnown = isCertain || page.before == cursor || page.frames.contains { $0.cursor == cursor }
            return isKnown ? first + index : nil
        }
        return nil
    }
}
