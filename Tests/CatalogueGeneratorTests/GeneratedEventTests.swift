import EventBus
import Foundation
import KeywordTypes
import Testing

/// The events that the plugin has generated into this target from the catalogue beside this file.
@Suite("generated events")
struct GeneratedEventTests {
    static func order() -> OrderPlaced {
        OrderPlaced(
            orderID: "o-1", shopID: 7, channel: .inStore, lines: [LinesItem(sku: "AB-12", count: 3)],
            total: Money(amount: "12.50"), payment: .card(Payment.Card(last4: "4242")), retries: .max,
            day: "2026-11-21",
            placedAt: Timestamp(microseconds: 1_795_252_353_507_397))
    }

    static let minimal =
        #"{"order_id":"o-1","shop_id":7,"channel":"in_store","lines":[{"sku":"AB-12","count":3}],"#
        + #""total":{"amount":"12.50","currency":"eur"},"payment":{"kind":"card","last4":"4242"},"express":false,"#
        + #""retries":18446744073709551615,"day":"2026-11-21","placed_at":"2026-11-21T09:12:33.507397Z","wait":"PT0S","#
        + #""note":null,"source":"till","codes":["a","b"],"mood":"good"}"#

    @Test("an event with only what is required is written in the catalogue's order, and read back equal")
    func minimalEvent() throws {
        let order = Self.order()
        let bytes = try order.payload()
        #expect(String(decoding: bytes, as: UTF8.self) == Self.minimal)
        #expect(try OrderPlaced(payload: bytes) == order)
    }

    static func full() -> OrderPlaced {
        var order = order()
        order.discount = 12.5
        order.payment = .invoice(Payment.Invoice(days: 30, note: "thanks"))
        order.category = Category(
            name: "leaf", parent: Category(name: "root"), children: [Category(name: "a"), Category(name: "b\"\n")])
        order.labels = ["a": "1", "b": "é", "c": ""]
        order.express = true
        order.fee = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        order.receipt = [0, 1, 2, 254, 255]
        order.trace = "01890a5d-ac96-774b-bcce-b302099a8057"
        order.site = "https://example.com/a?b=c#d"
        order.wait = "PT1.5S"
        order.extra = ["a": [1, 2.5.json, nil, true, "x"], "b": [:]]
        order.note = "short"
        order.codes = []
        order.grid = [[1, -0.25], [], [1e300]]
        order.shipping = OrderPlaced.Shipping(street: "Main", kind: .office)
        order.mood = nil
        return order
    }

    @Test("a value that fits the bounds of its field and of every type that it names is written")
    func boundsOnTopOfBounds() throws {
        var order = Self.order()
        order.parcels = 54
        order.sku = "AB-12"
        order.step = 29.4
        order.fewLabels = ["a": "1", "bc": "2"]
        order.fewLines = [LinesItem(sku: "AB-12", count: 3)]
        #expect(try OrderPlaced(payload: order.payload()) == order)
    }

    @Test("an event with everything survives the codec and Codable")
    func fullEvent() throws {
        let order = Self.full()
        #expect(try OrderPlaced(payload: order.payload()) == order)
        let data = try JSONEncoder().encode(order)
        #expect(try JSONDecoder().decode(OrderPlaced.self, from: data) == order)
        let plain = try JSONSerialization.jsonObject(with: Data(order.payload())) as? [String: Any]
        #expect(plain?["mood"] is NSNull)
        #expect(plain?["receipt"] as? String == Data([0, 1, 2, 254, 255]).base64EncodedString())
        #expect((plain?["grid"] as? [[Double]])?.last == [1e300])
    }

    @Test("an event that breaks an invariant is refused when it is written, not when it is read")
    func invariants() throws {
        var order = Self.full()
        order.total.amount = "0.00"
        let error = #expect(throws: InvalidPayload.self) { try order.payload() }
        #expect(error?.rule == .invariant && error?.path == "$")
        #expect(
            error?.message
                == "the invariant `discounted` does not hold: What is free has no discount. (discount > 0 ? total.amount > 0 : true)"
        )
        let text = String(decoding: try Self.full().payload(), as: UTF8.self)
        let free = text.replacing(#""amount":"12.50""#, with: #""amount":"0.00""#)
        #expect(try OrderPlaced(payload: Array(free.utf8)) == order)
        order.discount = nil
        #expect(throws: Never.self) { try order.payload() }
    }

    @Test("fields may come in any order, with any spaces and escapes")
    func anyOrder() throws {
        let value = try JSONValue(parsing: Self.full().payload())
        guard case .object(let object) = value else { return }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let members = object.members.shuffled(using: &random).map { member in
                let name = member.name.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined()
                return " \"\(Bool.random() ? name : member.name)\" :\n\(member.value)\t"
            }
            let text = " {\(members.joined(separator: ","))} "
            #expect(try OrderPlaced(payload: Array(text.utf8)) == Self.full())
        }
    }

    @Test("templates are filled in, and the declaration says what the catalogue says")
    func declaration() {
        let order = Self.order()
        #expect(order.aggregateID == "7/o-1")
        #expect(order.idempotencyKey == "o-1-7-in_store")
        #expect(order.source == "till")
        let declaration = OrderPlaced.declaration
        #expect(declaration.type == "order_placed")
        #expect(declaration.cloudEventsType == "com.example.shop.order_placed.v2")
        #expect(declaration.aliases == ["order_created"])
        #expect(declaration.idempotencyWindow == .seconds(90))
        #expect(declaration.aggregate.history == .kept)
        #expect(declaration.stream.partitions == 8)
        #expect(declaration.stream.durability == .replicas(2))
        #expect(declaration.stream.delivery.backoff.base == .milliseconds(500))
        #expect(declaration.stream.delivery.afterDeadLetter == .holdAggregate)
        #expect(declaration.stream.groups.map(\.name) == ["ledger", "audit"])
        #expect(declaration.stream.groups.map(\.required) == [true, false])
        #expect(
            declaration.routes == [
                RouteDeclaration(.list("shop:orders"), wire: .messageEnvelope),
                RouteDeclaration(
                    .list("shop:parcels"), visibility: .milliseconds(1500), processing: "shop:packing",
                    dead: "shop:unpacked"),
                RouteDeclaration(.channel("shop:orders:live")),
                RouteDeclaration(.list("shop:till"), wire: .declared(Self.tillWire), dead: "shop:till:gone"),
            ])
        #expect(
            OrderSettled.declaration.routes == [
                RouteDeclaration(
                    .channel("shop:settled"),
                    wire: .declared(
                        DeclaredWire(
                            "bare",
                            members: [
                                .derived("order_id", [.field("order_id", .upper)]), .field("shop"), .field("till"),
                                .field("state"), .field("weight"), .field("place"), .field("extra"),
                                .derived("kind", [.attribute(.type)]),
                            ])))
            ])
        #expect(Catalogue.declarations.count > 100)
        #expect(Catalogue.streams == [declaration.stream])
    }

    private static let tillWire = DeclaredWire(
        "till_v1", envelope: .messageEnvelope, absent: .null, timestamps: .pythonNaive,
        members: [
            .field("order_id"), .timestamp("placed_at"), .field("note"), .nothing("gone"),
            .constant("kind", ["a": [1, "x"]]), .constant("ratio", 0.5.json),
            .derived(
                "label",
                [.field("channel", .upper), .text("-"), .field("shop_id"), .text("/"), .attribute(.id)]),
            .derived("when", [.attribute(.time)]), .derived("paid_at", [.timestamp("placed_at")]),
            .derived("made_at", [.attribute(.source, .lower)]),
        ])

    @Test("the steps between major versions are generated in the order of the versions")
    func upcasts() {
        #expect(
            OrderSettled.declaration.upcasts == [
                Upcast(
                    to: 2,
                    [
                        .split("origin", [.field("shop"), .text("/"), .field("till")]), .rename("status", to: "state"),
                        .mapEnum("state", ["ok": "paid\"", "no": "open"]), .mapEnum("state", [:], otherwise: "open"),
                        .setDefault("weight", 0.5.json), .drop("colour"),
                    ]),
                Upcast(
                    to: 3,
                    [
                        .merge("place", [.field("shop"), .text("\\"), .field("till"), .text("\"")]),
                        .constant("extra", ["a": [1, (-2.5).json, nil, true, "\n"], "b": [:]]),
                    ]),
            ])
        #expect(OrderPlaced.declaration.upcasts.isEmpty)
    }

    @Test("fields and enum values that this version does not know are kept and written back")
    func unknown() throws {
        let text = Self.minimal.dropLast() + #","z":{"deep":[1.50,{"a":null}]},"a":1e999,"mood2":""}"#
        let changed = text.replacing(#""mood":"good""#, with: #""mood":"splendid""#)
            .replacing(#""currency":"eur""#, with: #""currency":"doubloon","mint":1"#)
        let order = try OrderPlaced(payload: Array(changed.utf8))
        #expect(order.mood?.rawValue == "splendid")
        #expect(order.mood?.isDeclared == false)
        #expect(order.total.currency == Currency(rawValue: "doubloon"))
        #expect(order.unknownFields.members.map(\.name) == ["z", "a", "mood2"])
        #expect(String(decoding: try order.payload(), as: UTF8.self) == changed)
        #expect(order != Self.order())
    }

    @Test("a default fills in for an absent field; null is another thing where it is allowed")
    func absence() throws {
        let absent = Self.minimal.replacing(#","mood":"good""#, with: "").replacing(#""express":false,"#, with: "")
            .replacing(#","codes":["a","b"]"#, with: "")
        let order = try OrderPlaced(payload: Array(absent.utf8))
        #expect(order == Self.order())
        let null = Self.minimal.replacing(#""mood":"good""#, with: #""mood":null"#)
        #expect(try OrderPlaced(payload: Array(null.utf8)).mood == nil)
    }

    @Test("deprecated fields still work", .tags(.legacy))
    func deprecated() throws {
        let text = Self.minimal.dropLast() + #","old_total":1.5}"#
        let order = try OrderPlaced(payload: Array(text.utf8))
        #expect(String(decoding: try order.payload(), as: UTF8.self) == text)
    }

    @Test(
        "a writer is closed: what breaks a rule is refused with its path and rule",
        arguments: [
            (Edit { $0.orderID = "" }, "$.order_id", .minLength), (Edit { $0.shopID = 0 }, "$.shop_id", .minimum),
            (Edit { $0.lines = [] }, "$.lines", .minItems),
            (Edit { $0.lines = .init(repeating: LinesItem(sku: "AB-1", count: 1), count: 51) }, "$.lines", .maxItems),
            (Edit { $0.lines.append(LinesItem(sku: "ab-1", count: 1)) }, "$.lines[1].sku", .pattern),
            (Edit { $0.lines[0].sku = "AB-12345" }, "$.lines[0].sku", .pattern),
            (Edit { $0.lines[0].sku = "xAB-1" }, "$.lines[0].sku", .pattern),
            (Edit { $0.lines[0].count = 100 }, "$.lines[0].count", .maximum),
            (Edit { $0.total.amount = "1,5" }, "$.total.amount", .format),
            (Edit { $0.total.amount = "01" }, "$.total.amount", .format),
            (Edit { $0.total.amount = "-0.01" }, "$.total.amount", .minimum),
            (Edit { $0.discount = 50 }, "$.discount", .maximum), (Edit { $0.discount = -1 }, "$.discount", .minimum),
            (Edit { $0.discount = .nan }, "$.discount", .finite),
            (Edit { $0.discount = .infinity }, "$.discount", .finite),
            (Edit { $0.payment = .card(.init(last4: "42")) }, "$.payment.last4", .minLength),
            (Edit { $0.payment = .card(.init(last4: "ééééé")) }, "$.payment.last4", .maxLength),
            (Edit { $0.payment = .invoice(.init(days: 15)) }, "$.payment.days", .multipleOf),
            (Edit { $0.labels = ["A": ""] }, "$.labels.A", .pattern),
            (Edit { $0.labels = ["a": "12345678901"] }, "$.labels.a", .maxLength),
            (Edit { $0.labels = ["a": "", "b": "", "c": "", "d": ""] }, "$.labels", .maxItems),
            (Edit { $0.fee = "0" }, "$.fee", .minimum), (Edit { $0.fee = "1e3" }, "$.fee", .format),
            (
                Edit { $0.fee = "115792089237316195423570985008687907853269984665640564039457584007913129639936" },
                "$.fee", .format
            ),
            (Edit { $0.receipt = .init(repeating: 0, count: 9) }, "$.receipt", .maxLength),
            (Edit { $0.trace = "no" }, "$.trace", .format),
            (Edit { $0.site = "a b" }, "$.site", .format), (Edit { $0.site = "/relative" }, "$.site", .format),
            (Edit { $0.day = "2026-02-30" }, "$.day", .format), (Edit { $0.wait = "5s" }, "$.wait", .format),
            (Edit { $0.note = "longer" }, "$.note", .maxLength),
            (Edit { $0.codes = ["a", "a"] }, "$.codes", .uniqueItems),
            (Edit { $0.grid = [[1], [2, .infinity]] }, "$.grid[1][1]", .finite),
            (Edit { $0.parcels = 66 }, "$.parcels", .maximum), (Edit { $0.parcels = -6 }, "$.parcels", .minimum),
            (Edit { $0.parcels = 4 }, "$.parcels", .multipleOf), (Edit { $0.parcels = 3 }, "$.parcels", .multipleOf),
            (Edit { $0.sku = "AB-123" }, "$.sku", .maxLength), (Edit { $0.sku = "ab-1" }, "$.sku", .pattern),
            (Edit { $0.step = 30 }, "$.step", .maximum), (Edit { $0.step = 0.3 }, "$.step", .multipleOf),
            (Edit { $0.fewLabels = ["a": "", "aa": "", "b": "", "bb": ""] }, "$.few_labels", .maxItems),
            (Edit { $0.fewLabels = ["aB": ""] }, "$.few_labels.aB", .pattern),
            (Edit { $0.fewLabels = ["a": "", "c": ""] }, "$.few_labels.c", .pattern),
            (Edit { $0.fewLines = [] }, "$.few_lines", .minItems),
        ] as [(Edit, String, InvalidPayload.Rule)])
    func refusedOnWriting(edit: Edit, path: String, rule: InvalidPayload.Rule) {
        var order = Self.order()
        edit.apply(&order)
        let error = #expect(throws: InvalidPayload.self) { try order.payload() }
        #expect(error?.path == path)
        #expect(error?.rule == rule)
        #expect(throws: InvalidPayload.self) { try order.validate() }
    }

    @Test("after a refusal the writer can be set back and used again")
    func writerAfterRefusal() throws {
        var json = JSONWriter(capacity: 1)
        try Self.order().writePayload(to: &json)
        let mark = json.count
        var broken = Self.order()
        broken.lines[0].count = 0
        #expect(throws: InvalidPayload.self) { try broken.writePayload(to: &json) }
        json.truncate(to: mark)
        #expect(String(decoding: json.bytes, as: UTF8.self) == Self.minimal)
        broken.lines[0].count = -1
        let error = #expect(throws: InvalidPayload.self) { try broken.writePayload(to: &json) }
        #expect(error?.path == "$.lines[0].count")
    }

    @Test(
        "a payload of another shape is refused with its path and rule",
        arguments: [
            (#""order_id":"o-1","#, "", "$.order_id", .required), (#""o-1""#, "null", "$.order_id", .nullable),
            (#""o-1""#, "1", "$.order_id", .type), (":7", ":7.0", "$.shop_id", .type),
            (":7", ":\"7\"", "$.shop_id", .type),
            (":7", ":9223372036854775808", "$.shop_id", .limit), ("in_store", "market", "$.channel", .enumeration),
            (":3}", ":2147483648}", "$.lines[0].count", .limit),
            (#"[{"sku":"AB-12","count":3}]"#, "{}", "$.lines", .type),
            (#"{"sku":"AB-12","count":3}"#, "{}", "$.lines[0].sku", .required),
            (#"{"sku":"AB-12","count":3}"#, #"{"sku":"AB-12","count":3},null"#, "$.lines[1]", .type),
            (#"{"amount":"12.50","currency":"eur"}"#, "[]", "$.total", .type),
            (#""12.50""#, "12.5", "$.total.amount", .type),
            (#""kind":"card""#, #""kind":"coin""#, "$.payment", .enumeration),
            (#""kind":"card","#, "", "$.payment.kind", .required),
            (#""last4":"4242""#, #""last4":[]"#, "$.payment.last4", .type),
            ("18446744073709551615", "18446744073709551616", "$.retries", .limit),
            ("18446744073709551615", "-1", "$.retries", .limit),
            ("false", "0", "$.express", .type), ("2026-11-21T", "2026-11-31T", "$.placed_at", .type),
            (#","note":null"#, "", "$.note", .required), (#""till""#, #""shop""#, "$.source", .const),
            (#"["a","b"]"#, #"["a",1]"#, "$.codes[1]", .type),
            (#""day""#, #""discount":1e999,"day""#, "$.discount", .limit),
            (#""day""#, #""receipt":"AA=","day""#, "$.receipt", .type),
            (#""day""#, #""labels":{"a":1},"day""#, "$.labels.a", .type),
            (#""day""#, #""labels":{"a":"","a":""},"day""#, "$.labels.a", .duplicateName),
            (#""day""#, #""shop_id":8,"day""#, "$", .duplicateName),
            (#""day""#, #""x":1,"x":2,"day""#, "$", .duplicateName),
            (#""day""#, #""x":{"y":1,"y":2},"day""#, "$.x", .duplicateName),
            (#""day""#, #""grid":[[1,"2"]],"day""#, "$.grid[0][1]", .type),
            (#""day""#, #""category":{"name":"a","parent":{}},"day""#, "$.category.parent.name", .required),
            ("}", "},", "$", .syntax), ("{\"order_id", "[{\"order_id", "$", .syntax),
        ] as [(String, String, String, InvalidPayload.Rule)])
    func refusedOnReading(part: String, replacement: String, path: String, rule: InvalidPayload.Rule) {
        var text = Self.minimal
        if part == "}" {
            text += ","
        } else if let range = text.range(of: part) {
            text.replaceSubrange(range, with: replacement)
        }
        #expect(text != Self.minimal)
        let error = #expect(throws: InvalidPayload.self) { try OrderPlaced(payload: Array(text.utf8)) }
        #expect(error?.path == path, "\(error?.description ?? "")")
        #expect(error?.rule == rule)
    }

    @Test("a reader is open: a value beyond a bound is read, and only writing it again is refused")
    func readerIsOpen() throws {
        let text = Self.minimal.replacing("\"shop_id\":7", with: "\"shop_id\":0")
        let order = try OrderPlaced(payload: Array(text.utf8))
        #expect(order.shopID == 0)
        #expect(throws: InvalidPayload.self) { try order.validate() }
    }

    @Test("a payload that is cut off anywhere is refused, and one with a byte changed never crashes")
    func damaged() throws {
        let bytes = try Self.full().payload()
        for end in 0..<bytes.count {
            #expect(throws: InvalidPayload.self) { try OrderPlaced(payload: Array(bytes[..<end])) }
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let order = try? OrderPlaced(payload: damaged), let again = try? order.payload() else { continue }
            #expect(try OrderPlaced(payload: again) == order, "\(String(decoding: damaged, as: UTF8.self))")
        }
    }

    @Test("every reserved word works as the name of an event, a field, a value, a case and a nested type")
    func keywords() throws {
        #expect(SelfEvent(selfField: "x").aggregateID == "x")
        #expect(EveryOpenValue.declared.count > 100)
        #expect(EveryOpenValue.selfValue.rawValue == "self")
        #expect(EveryClosedValue.`class`.rawValue == "class")
        #expect(EveryClosedValue(rawValue: "init") == .initValue)
        for declaration in Catalogue.declarations where declaration.type != "order_placed" {
            #expect(!declaration.type.isEmpty)
        }
        let union = try JSONValue(parsing: Array(#"[{"self":"init"},{"self":"default"}]"#.utf8))
        let data = Data(union.bytes)
        #expect(try JSONDecoder().decode([EveryCase].self, from: data) == [.initCase(.init()), .`default`(.init())])
    }

    @Test("types of every name work", arguments: ["field_0", "field_10", "field_25"])
    func keywordTypes(field: String) throws {
        let event = try EverythingHappened(payload: Array(#"{"id":"1"}"#.utf8))
        #expect(try event.payload() == Array(#"{"id":"1"}"#.utf8))
        #expect(throws: InvalidPayload.self) {
            try EverythingHappened(payload: Array(#"{"id":"1","\#(field)":7}"#.utf8))
        }
    }
}

/// A change of an order that breaks a rule.
struct Edit: Sendable {
    let apply: @Sendable (inout OrderPlaced) -> Void
    init(_ apply: @escaping @Sendable (inout OrderPlaced) -> Void) { self.apply = apply }
}

extension Tag {
    @Tag static var legacy: Self
}

extension Double {
    var json: JSONValue { JSONNumber(self).map { .number($0) } ?? .null }
}
