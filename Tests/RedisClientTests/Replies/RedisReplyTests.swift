import Testing

@testable import RedisClient

@Suite("replies")
struct RedisReplyTests {
    @Test("a value is what it is, and nothing else")
    func kinds() throws {
        #expect(try reply("+OK\r\n").isOK)
        #expect(try !reply("$2\r\nOK\r\n").isOK)
        #expect(try reply("+OK\r\n").string == "OK")
        #expect(try reply(":7\r\n").integer == 7)
        #expect(try reply(":7\r\n").string == nil)
        #expect(try reply("$2\r\n-7\r\n").integer == -7)
        #expect(try reply("$20\r\n-9223372036854775808\r\n").integer == .min)
        #expect(try reply("$19\r\n9223372036854775808\r\n").integer == nil)
        for wrong in ["$0\r\n\r\n", "$1\r\n-\r\n", "$2\r\n1x\r\n", "$-1\r\n", "*0\r\n", "-1 x\r\n"] {
            #expect(try reply(wrong).integer == nil, "\(wrong)")
        }
        #expect(try reply("$-1\r\n").isNull && reply("*-1\r\n").isNull)
        #expect(try reply("$3\r\na\0b\r\n").bytes == [97, 0, 98])
        #expect(try reply("*2\r\n:1\r\n:2\r\n").compactMap(\.integer) == [1, 2])
        #expect(try reply(":1\r\n").count == 0)
    }

    @Test("an error reply is thrown with its code, and only then")
    func errors() throws {
        let oom = try reply("-OOM command not allowed\r\n")
        #expect(oom.error == RedisServerError(line: "OOM command not allowed"))
        #expect(oom.error?.code == "OOM" && oom.error?.message == "command not allowed")
        do {
            _ = try oom.get()
            Issue.record("not thrown")
        } catch {
            #expect(error.code == .server("OOM") && error.delivery == .answered && error.isRetriable)
        }
        #expect(try reply("-WRONGTYPE x\r\n").error?.isRetriable == false)
        #expect(try reply("-NOSCRIPT No matching script\r\n").isMissingScript)
        #expect(try !reply("+NOSCRIPT\r\n").isMissingScript)
        #expect(try reply(":1\r\n").get().integer == 1)
    }

    @Test("elements are found by position, whatever lies before them")
    func positions() throws {
        let nested = try reply("*4\r\n*2\r\n:1\r\n*1\r\n:2\r\n$1\r\na\r\n*0\r\n:9\r\n")
        #expect(nested[0][1][0].integer == 2)
        #expect(nested[1].string == "a")
        #expect(nested[2].kind == .array && nested[2].count == 0)
        #expect(nested[3].integer == 9)
    }

    @Test("exactly one reply is one reply")
    func parsing() {
        for wrong in ["", ":1", ":1\r\n:2\r\n", ":1\r\n:"] {
            #expect(throws: RedisError.self) { try RedisReply(parsing: wrong.utf8) }
        }
    }

    @Test("a string tells where in the shared bytes it lies")
    func storage() throws {
        let both = try reply("*2\r\n$2\r\nab\r\n$3\r\ncde\r\n")
        let place = both[1].storedRange
        #expect(Array(both.storage[place.start..<place.start + place.count]) == Array("cde".utf8))
    }
}
