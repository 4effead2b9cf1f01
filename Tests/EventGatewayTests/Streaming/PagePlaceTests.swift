import EventBus
import NIOCore
import RedisEventBus
import Testing

@testable import EventGateway

@Suite("What a client gets of the pages")
struct PagePlaceTests {
    private static func cursor(_ one: UInt64, _ two: UInt64) -> StreamCursor {
        StreamCursor(
            streams: ["orders"],
            places: [
                Cursor(
                    positions: [one, two].map { StreamPosition(milliseconds: $0, sequence: 0) }, server: "0a1b2c3d")
            ])
    }

    /// A page with the events 3, 4 of partition 0 and 5 of partition 1, behind 2 and 2.
    private static func page(isBreak: Bool = false) -> FeedPage? {
        var draft = PageDraft()
        for (name, partition, place) in [
            ("three", 0, cursor(3, 2)), ("four", 0, cursor(4, 2)), ("five", 1, cursor(4, 5)),
        ] {
            draft.append(
                FrameEncoder.Encoded(
                    kind: isBreak ? .notice : .event(type: name, aggregate: "a"), body: Array("\(name)\n\n".utf8)),
                stream: 0, partition, place.places[0], at: place, isBreak: isBreak)
        }
        return draft.finish(after: cursor(2, 2))
    }

    private static func text(_ place: inout PagePlace, _ page: FeedPage) -> [String] {
        var parts: [String] = []
        place.take(page) { parts.append(String(buffer: $0)) }
        return parts
    }

    @Test("one that stands between two pages gets the bytes that all get, in one piece")
    func exact() throws {
        let page = try #require(Self.page())
        var place = PagePlace(at: 7, Self.cursor(2, 2), isExact: true, filter: StreamFilter())
        #expect(Self.text(&place, page) == [String(buffer: page.bytes)])
        #expect(place.number == 8)
        #expect(place.cursor == page.after)
    }

    @Test(
        "one that stands within a page gets what it has not seen, with ids of its own, and then stands behind the page")
    func within() throws {
        let page = try #require(Self.page())
        var place = PagePlace(at: 7, Self.cursor(3, 2), isExact: false, filter: StreamFilter())
        #expect(
            Self.text(&place, page) == ["id: \(Self.cursor(4, 2))\nfour\n\n", "id: \(Self.cursor(4, 5))\nfive\n\n"])
        #expect(Self.text(&place, page).joined() == String(buffer: page.bytes))
        // It is ahead in one partition: the next page may have more that it has seen.
        var ahead = PagePlace(at: 7, Self.cursor(9, 2), isExact: false, filter: StreamFilter())
        #expect(Self.text(&ahead, page) == ["id: \(Self.cursor(9, 5))\nfive\n\n"])
        #expect(ahead.cursor == Self.cursor(9, 5))
        #expect(Self.text(&ahead, page) == [])
    }

    @Test("a filter holds back events, and neither the cursor nor what everybody must know")
    func filtered() throws {
        var filter = StreamFilter()
        filter.types = ["five"]
        for isExact in [true, false] {
            var place = PagePlace(at: 0, Self.cursor(2, 2), isExact: isExact, filter: filter)
            #expect(Self.text(&place, try #require(Self.page())) == ["id: \(Self.cursor(4, 5))\nfive\n\n"])
            #expect(place.cursor == Self.cursor(4, 5))
            #expect(Self.text(&place, try #require(Self.page(isBreak: true))).count == 3)
            #expect(Self.text(&place, .heartbeat(at: Self.cursor(4, 5))).count == 1)
        }
    }
}
