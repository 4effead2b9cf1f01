import CatalogueGenerator
import EventCatalogue
import Foundation
import PythonGenerator
import Testing
import TypeScriptGenerator

@Suite("generated packages of awkward catalogues")
struct AwkwardCatalogueTests {
    /// Names that generated code also uses, and values that the languages hold in different ways.
    private static let text = """
        catalogue: 1
        id: com.example.awkward
        streams: { s: {} }
        types:
          Fraction: { type: object, fields: { part: double } }
          EVENTS: { type: object, fields: { name: string } }
          U: { type: union, discriminator: kind, cases: { one: { fields: { CASE: string } } } }
        events:
          entry:
            version: 1.0.0
            stream: s
            aggregate: { type: thing, id: "{id}" }
            idempotency_key: { template: "{id}" }
            fields:
              id: string
              float: { type: double, default: 1.5 }
              second: { type: double, default: 2.5e-7 }
              dict: { type: string, default: x }
              total: { type: decimal, default: "1.50" }
              part: { type: Fraction, presence: optional }
              all: { type: EVENTS, presence: optional }
              union: { type: U, presence: optional }
              big: { type: const, of: int64, value: 9007199254740993 }
              small: { type: const, of: int64, value: -9007199254740991 }
              counts: { type: map, values: int32, presence: optional }
              extra: { type: json, presence: optional }
            invariants: [{ name: positive, rule: "total > 0.5" }]
          message: { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{id}" }, fields: { id: string } }
          payload: { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{id}" }, fields: { id: string } }
          envelope: { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{id}" }, fields: { id: string } }
          cloud_event: { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{id}" }, fields: { id: string } }
          x9: { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{id}" }, fields: { id: string } }
        """

    /// The package of either language; TypeScript is compiled.
    private static let packages = Result {
        let sources = [CatalogueSource(path: "awkward.catalogue.yaml", text: text)]
        return try Packages(CatalogueReader.read(sources).valid())
    }

    private static func python(_ code: String) throws -> Program {
        try Program.run(["python3", "-W", "error", "-c", code], folder: packages.get().python)
    }

    private static func typeScript(_ code: String) throws -> Program {
        try Program.run(["node", "-e", "const e = require('./dist');\n" + code], folder: packages.get().typeScript)
    }

    @Test("fields, types and cases of Python may have the names of what the generated code calls")
    func pythonNames() throws {
        let program = try Self.python(
            """
            import events
            event = events.EntryEvent(id="a", part=events.Fraction(part=0.5), all=events.EVENTSValue(name="n"))
            print(event.float, event.second, event.dict, event.unknown_fields, sorted(events.EVENTS)[:2])
            event.union = events.UOne(CASE_="c")
            print(event.to_json().decode())
            try:
                events.UOne()
            except TypeError as error:
                print("refused")
            event.total = "0.25"
            try:
                event.to_json()
            except events.InvalidPayload as error:
                print(error.rule)
            """)
        #expect(
            program.lines == [
                "1.5 2.5e-07 x {} ['cloud_event', 'entry']",
                #"{"id":"a","float":1.5,"second":2.5e-07,"dict":"x","total":"1.50","part":{"part":0.5},"#
                    + #""all":{"name":"n"},"union":{"kind":"one","CASE":"c"},"#
                    + #""big":9007199254740993,"small":-9007199254740991}"#,
                "refused", "invariant",
            ], "\(program.errors)")
    }

    @Test("readers of the package and of an event never have the same name in TypeScript")
    func typeScriptNames() throws {
        let program = try Self.typeScript(
            """
            for (const name of ["Entry", "Message", "Payload", "Envelope", "CloudEvent"]) {
              console.log(e[`read${name}Event`]('{"id":"a"}').id, e[`read${name}`].length);
            }
            console.log(e.readEntry({ id: "1", type: "message", data: '{"id":"b"}' }).event.id);
            """)
        #expect(program.lines == ["a 1", "a 1", "a 2", "a 1", "a 1", "b"], "\(program.errors)")
    }

    @Test("a constant that no number of JavaScript holds is declared as what is read and written")
    func constants() throws {
        let program = try Self.typeScript(
            """
            const event = e.readEntryEvent('{"id":"a"}');
            console.log(typeof event.big, typeof event.small, e.writeEntryEvent(event).includes("9007199254740993"));
            """)
        #expect(program.lines == ["bigint number true"], "\(program.errors)")
        let code = """
            import { EntryEvent, writeEntryEvent } from "./dist";
            const event: EntryEvent = { id: "a", big: 9007199254740993n, small: -9007199254740991 };
            writeEntryEvent(event);
            """
        let folder = try Self.packages.get().typeScript
        try Data(code.utf8).write(to: folder.appending(path: "use.ts"))
        let compiled = try Program.run(
            ["tsc", "--noEmit", "--strict", "--target", "ES2020", "--module", "CommonJS", "use.ts"], folder: folder)
        #expect(compiled.status == 0, "\(compiled.text)")
    }

    @Test("what no reader takes is not written: two names that are spellings of the same characters")
    func duplicateNames() throws {
        let python = try Self.python(
            """
            import events
            twice = {"\\u00e9": 1, "e\\u0301": 2}
            unknown = events.MessageEvent(id="a")
            unknown.unknown_fields = twice
            nested = events.EntryEvent(id="a", extra=[twice])
            for event in (events.EntryEvent(id="a", counts=twice), nested, unknown):
                try:
                    print(event.to_json())
                except events.InvalidPayload as error:
                    print(error.path, error.rule)
            """)
        let typeScript = try Self.typeScript(
            """
            const twice = { "\\u00e9": 1, "e\\u0301": 2 };
            const unknown = new Map(Object.entries(twice).map(([name, value]) => [name, e.Json.of(value)]));
            for (const write of [
              () => e.writeEntryEvent({ id: "a", counts: twice }),
              () => e.writeEntryEvent({ id: "a", extra: e.Json.of([twice]) }),
              () => e.writeMessageEvent({ id: "a", [e.unknownFields]: unknown }),
            ]) {
              try {
                console.log(write());
              } catch (error) {
                console.log(error.path, error.rule);
              }
            }
            """)
        #expect(
            python.lines == ["$.counts duplicate_name", "$.extra[0] duplicate_name", "$ duplicate_name"],
            "\(python.errors)")
        #expect(
            typeScript.lines == ["$.counts duplicate_name", "$[0] duplicate_name", "$ duplicate_name"],
            "\(typeScript.errors)")
    }

    @Test("a CloudEvent's type without version is read by its name, even where that ends in a number")
    func bareType() throws {
        let text = #"{"specversion":"1.0","type":"x9","data":{"id":"a"}}"#
        let python = try Self.python("import events; print(events.read_message('\(text)').event.id)")
        let typeScript = try Self.typeScript("console.log(e.readMessage('\(text)').event.id)")
        #expect(python.text == "a\n", "\(python.errors)")
        #expect(typeScript.text == "a\n", "\(typeScript.errors)")
    }

    @Test("a TypeScript publisher says what was not sent, and pauses before it tries again")
    func notSent() throws {
        let program = try Self.typeScript(
            """
            const client = (answers) => {
              const calls = [];
              const sendCommand = async ([name]) => {
                calls.push(name);
                const answer = answers[name];
                if (answer instanceof Error) throw answer;
                return answer;
              };
              return { calls, sendCommand };
            };
            const lost = new Error("Socket closed unexpectedly");
            const publish = async (answers, name) => {
              const start = Date.now();
              const redis = client(answers);
              const publisher = new e.Publisher(redis, "writer");
              const error = await publisher.publish(name, { id: "a" }).catch((error) => error);
              console.log(error.outcome, redis.calls.join(), Date.now() - start > 290);
            };
            (async () => {
              await publish({ SCRIPT: lost }, "message");
              await publish({ SCRIPT: lost }, "entry");
              await publish({ SCRIPT: "sha", EVALSHA: lost }, "message");
              await publish({ SCRIPT: new Error("OOM command not allowed") }, "entry");
            })();
            """)
        #expect(
            program.lines == [
                "not_sent SCRIPT false", "not_sent SCRIPT,SCRIPT,SCRIPT true", "outcome_unknown SCRIPT,EVALSHA false",
                "rejected SCRIPT false",
            ], "\(program.errors)")
    }
}
