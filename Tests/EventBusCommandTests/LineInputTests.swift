import Foundation
import Testing

@testable import EventBusCommand

struct LineInputTests {
    @Test("lines come as they were written, however long and whichever way they end")
    func lines() throws {
        let long = String(repeating: "x", count: 300_000)
        let folder = try TemporaryFolder()
        let path = try folder.write("one\n\n\(long)\n\(long)y\nlast", to: "lines")
        let handle = try #require(FileHandle(forReadingAtPath: path))
        let input = LineInput(handle)
        var lines: [String] = []
        while let line = input.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        #expect(lines == ["one", "", long, long + "y", "last"])
    }
}
