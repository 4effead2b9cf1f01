import EventBus
import Testing

@Suite("W3C trace context")
struct TraceParentTests {
    static let traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let parentID = "00f067aa0ba902b7"

    @Test(
        "the examples of the specification are read and written as they are",
        arguments: [
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000001-0000000000000001-ff",
        ])
    func examples(text: String) throws {
        let parsed = try #require(TraceParent(text))
        #expect(parsed.description == text)
    }

    @Test("the parts of a header are told apart")
    func parts() throws {
        let parsed = try #require(TraceParent("00-\(Self.traceID)-\(Self.parentID)-01"))
        #expect(parsed.traceID.description == Self.traceID)
        #expect(parsed.spanID == 0x00f0_67aa_0ba9_02b7)
        #expect(parsed.isSampled)
        #expect(TraceParent("00-\(Self.traceID)-\(Self.parentID)-02")?.isSampled == false)
    }

    @Test(
        "what the specification calls invalid is no trace context",
        arguments: [
            "", "00", "00-", "-", "0", "not a trace",
            // all zero
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            // the forbidden version, and what is no version
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "000-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            ".0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            // upper case
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
            // too short, too long
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e47361-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.",
            "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what-the-future-will-not-be",
            // no hexadecimal digits, wrong separators, spaces, letters of another script
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01",
            " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0١",
        ])
    func invalid(text: String) {
        #expect(TraceParent(text) == nil)
    }

    @Test(
        "a later version is read as far as it is known, and written as version 00",
        arguments: [
            ("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "01"),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-will-be", "01"),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-", "01"),
            ("fe-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fd", "01"),
        ])
    func later(text: String, flags: String) throws {
        let parsed = try #require(TraceParent(text))
        #expect(parsed.description == "00-\(Self.traceID)-\(Self.parentID)-\(flags)")
    }

    @Test("another span of a trace keeps the trace and its flags")
    func child() throws {
        let parent = try #require(TraceParent("00-\(Self.traceID)-\(Self.parentID)-01"))
        #expect(parent.with(spanID: 1).description == "00-\(Self.traceID)-0000000000000001-01")
    }
}
