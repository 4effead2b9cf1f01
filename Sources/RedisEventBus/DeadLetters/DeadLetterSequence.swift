import EventBus

/// Dead letters as they are read, page by page.
public struct DeadLetterSequence: AsyncSequence, Sendable {
    /// What is read.
    public typealias Element = DeadLetter

    let letters: DeadLetters
    let filter: DeadLetterFilter

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(letters: letters, filter: filter) }

    /// Reads one letter after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let letters: DeadLetters
        private let filter: DeadLetterFilter
        private var partition = 0
        private var start = "-"
        private var page: ArraySlice<DeadLetter> = []
        private static let count = 100

        init(letters: DeadLetters, filter: DeadLetterFilter) {
            self.letters = letters
            self.filter = filter
        }

        /// The next letter that the filter lets pass; `nil` behind the last.
        ///
        /// - Throws: `RedisError`.
        public mutating func next() async throws -> DeadLetter? {
            while true {
                while let letter = page.popFirst() {
                    if filter.matches(letter) { return letter }
                }
                guard partition < letters.stream.partitions else { return nil }
                page = try await letters.page(of: partition, from: start, to: "+", count: Self.count)[...]
                if let last = page.last {
                    start = "(\(last.id.place)"
                } else {
                    partition += 1
                    start = "-"
                }
            }
        }
    }
}
