import EventBus

/// What a search finds, in MLflow's order; the iterator asks for a page when the one before is used up.
public struct MLflowPages<Element: Sendable>: AsyncSequence, Sendable {
    let client: MLflowClient
    let path: String
    let field: String
    let query: [(name: String, value: String)]
    let read: @Sendable (JSONValue) -> Element?

    /// Asks for one page after another.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: self) }

    /// Asks for one page after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let pages: MLflowPages
        private var page: ArraySlice<Element> = []
        private var token: String?
        private var isLast = false
        /// The pages that were asked for.
        private var turned: Set<String> = []

        init(pages: MLflowPages) { self.pages = pages }

        /// The next one; `nil` behind the last.
        ///
        /// - Throws: ``MLflowError``; of kind `junk` where a page can't be read, or the pages have no end.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(MLflowError) -> Element? {
            while true {
                if let element = page.popFirst() { return element }
                if isLast { return nil }
                try await turn(isolation: actor)
            }
        }

        private mutating func turn(isolation actor: isolated (any Actor)?) async throws(MLflowError) {
            let request = MLflowRequest.get(pages.path, pages.query + (token.map { [("page_token", $0)] } ?? []))
            let answer = try await pages.client.ask(request)
            let found = answer[pages.field]?.elements ?? []
            var read: [Element] = []
            read.reserveCapacity(found.count)
            for json in found {
                guard let element = pages.read(json) else {
                    throw pages.client.junk(request, missing: "name in one of its \(pages.field)")
                }
                read.append(element)
            }
            page = read[...]
            let next = answer["next_page_token"]?.text.flatMap { $0.isEmpty ? nil : $0 }
            // Pages that lead in a circle would be read for ever.
            if let next, !turned.insert(next).inserted || turned.count > Self.maximumPages {
                throw pages.client.junk(request, "the pages have no end (next_page_token “\(next.prefix(100))”)")
            }
            token = next
            isLast = next == nil
        }

        private static var maximumPages: Int { 2_000 }
    }
}
