import Testing
import YAMLReader

@Suite("reading YAML into located nodes")
struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode { try YAMLReader.read(text, path: "a.yaml") }

    @Test("scalars keep their text, their style and their place")
    func scalars() throws {
        let node = try read("plain: no\nsingle: '1.0'\ndouble: \"0x10\"\nliteral: |\n  a\n  b\nfolded: >\n  a\n  b\n")
        let pairs = try #require(node.mapping)
        #expect(pairs.map(\.key) == ["plain", "single", "double", "literal", "folded"])
        #expect(pairs.map(\.value.scalar?.text) == ["no", "1.0", "0x10", "a\nb\n", "a b\n"])
        #expect(pairs.map(\.value.scalar?.style) == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded])
        #expect(pairs[1].keyLocation == SourceLocation(path: "a.yaml", line: 2, column: 1))
        #expect(pairs[1].value.location == SourceLocation(path: "a.yaml", line: 2, column: 9))
    }

    @Test("columns count characters, not bytes")
    func columns() throws {
        let node = try read("{ größe: é, b: x }")
        #expect(node["b"]?.location.column == 16)
    }

    @Test("mappings keep the order of the file and sequences their items")
    func order() throws {
        let node = try read("z: [1, 2]\na: { y: 3, x: 4 }\n")
        #expect(node.mapping?.map(\.key) == ["z", "a"])
        #expect(node["z"]?.sequence?.map(\.scalar?.text) == ["1", "2"])
        #expect(node["a"]?.mapping?.map(\.key) == ["y", "x"])
        #expect(node["none"] == nil)
    }

    @Test("Windows line ends read like others")
    func crlf() throws {
        let node = try read("a: 1\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n")
        #expect(node["b"]?["c"]?.scalar?.text == "x\ny\n")
        #expect(node["b"]?.location.line == 3)
    }

    @Test("a byte order mark is skipped")
    func byteOrderMark() throws {
        #expect(try read("\u{FEFF}a: 1")["a"]?.scalar?.text == "1")
    }

    @Test("an empty text and one of comments read as null", arguments: ["", "\n\n", "# nothing\n", "---\n"])
    func empty(text: String) throws {
        #expect(try read(text).isNull)
    }

    @Test("null is what is empty, ~ or null without quotes")
    func null() throws {
        let node = try read("[ ~, null, , \"null\", '', Null, nil ]".replacing(", ,", with: ", ~,"))
        #expect(node.sequence?.map(\.isNull) == [true, true, true, false, false, false, false])
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var text: String
        var place: String
        var kind: YAMLError.Kind
        var says: String
        var testDescription: String { String(text.prefix(40)) }
    }

    @Test(
        "what is dangerous or ambiguous is refused at its place, with advice",
        arguments: [
            Refusal(text: "a: &x 1\nb: 2\n", place: "1:4", kind: .unsupported, says: "anchors"),
            Refusal(text: "a: 1\nb: *x\n", place: "2:4", kind: .unsupported, says: "aliases"),
            Refusal(text: "a: !!int 1\n", place: "1:4", kind: .unsupported, says: "tags"),
            Refusal(text: "a: ! x\n", place: "1:4", kind: .unsupported, says: "tags"),
            Refusal(text: "a: !!python/object:os.system []\n", place: "1:4", kind: .unsupported, says: "tags"),
            Refusal(text: "a: 1\n---\nb: 2\n", place: "2:1", kind: .unsupported, says: "second document"),
            Refusal(text: "? [a, b]\n: 1\n", place: "1:3", kind: .unsupported, says: "a key must be"),
            Refusal(text: "a: 1\nb: 2\na: 3\n", place: "3:1", kind: .duplicateKey, says: "the first is at 1:1"),
            Refusal(text: "x: { k: 1, \"k\": 2 }", place: "1:12", kind: .duplicateKey, says: "the first is at 1:6"),
            Refusal(text: "a:\n\tb: 1\n", place: "2:1", kind: .syntax, says: "spaces"),
            Refusal(text: "a: [1, 2\nb: 3\n", place: "2:2", kind: .syntax, says: "bracket"),
            Refusal(text: "a: \"open\n", place: "2:1", kind: .syntax, says: "not closed"),
            Refusal(text: "a: b: c\n", place: "1:5", kind: .syntax, says: "quotes"),
            Refusal(text: "a: @x\n", place: "1:4", kind: .syntax, says: "quotes"),
            Refusal(text: "a: 1\n  b: 2\n", place: "2:4", kind: .syntax, says: "quotes"),
        ])
    func refused(refusal: Refusal) throws {
        let error = try #require(throws: YAMLError.self) { try read(refusal.text) }
        #expect("\(error.location.line):\(error.location.column)" == refusal.place, "\(error)")
        #expect(error.kind == refusal.kind, "\(error)")
        #expect(error.message.contains(refusal.says), "\(error)")
        #expect(error.description.hasPrefix("a.yaml:\(refusal.place): error: "))
    }

    @Test("errors after which reading can go on are all reported")
    func collects() {
        let reading = YAMLReader.readAll(Array("a: &x 1\na: 2\nb: !t 3\nc: *x\n".utf8), path: "a.yaml")
        #expect(reading.errors.map(\.location.line) == [1, 2, 3, 4])
        #expect(reading.node?["b"] != nil)
    }
}
