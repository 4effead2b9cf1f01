import EventBus
import EventBusOperations
import Testing

@Suite("The ACL users of a catalogue")
struct RedisAccessFileTests {
    private static func file(list: String, channel: String = "news") -> RedisAccessFile {
        let event = EventDeclaration(
            catalogue: "c", type: "made", version: "1.0.0", stream: StreamDeclaration(name: "s"),
            aggregate: AggregateDeclaration(type: "thing", history: .none),
            routes: [RouteDeclaration(.list(list)), RouteDeclaration(.channel(channel))])
        return RedisAccessFile(namespace: "n", events: [event])
    }

    private static func line(of role: RedisRole, in file: RedisAccessFile) -> Substring {
        file.text.split(separator: "\n").first { $0.hasPrefix("user \(role.rawValue) ") } ?? ""
    }

    @Test("there is a user for each role, none of them with a password, and the one without a name is off")
    func users() {
        let lines = Self.file(list: "jobs").text.split(separator: "\n")
        #expect(lines.count == RedisRole.allCases.count + 1)
        #expect(lines.first?.hasPrefix("user default off resetpass ") == true)
        for (line, role) in zip(lines.dropFirst(), RedisRole.allCases) {
            #expect(line.hasPrefix("user \(role.rawValue) on resetkeys resetchannels -@all +"))
            #expect(!line.contains("nopass") && !line.contains(" >") && !line.contains(" ~* "))
        }
    }

    @Test("a name that reads like a pattern stands for itself")
    func literal() {
        let file = Self.file(list: "jobs[*]?", channel: "a*")
        #expect(Self.line(of: .worker, in: file).contains(#" ~jobs\[\*\]\?:processing "#))
        #expect(Self.line(of: .worker, in: file).contains(#"(+subscribe &a\*)"#))
    }

    @Test("a list's keys are the worker's and the router's, the log's are not the worker's")
    func division() {
        let file = Self.file(list: "jobs")
        #expect(Self.line(of: .router, in: file).contains("(+lpush ~jobs)"))
        #expect(!Self.line(of: .worker, in: file).contains("n:{*}"))
        #expect(!Self.line(of: .publisher, in: file).contains("jobs"))
        #expect(!Self.line(of: .monitor, in: file).contains(" ~n:"))
    }

    @Test("names with a space in them are told, since no ACL file can hold them")
    func spaces() {
        #expect(Self.file(list: "my jobs").unwritable.contains("my jobs"))
        #expect(Self.file(list: "jobs").unwritable.isEmpty)
    }
}
