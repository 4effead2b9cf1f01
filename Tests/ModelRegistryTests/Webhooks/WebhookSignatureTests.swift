import FixtureMLflow
import Testing

@testable import ModelRegistry

struct WebhookSignatureTests {
    typealias Flaw = WebhookSignature.Flaw

    private static let recorded = RecordedDeliveries.all[1]
    private static let odd: [(String?, String?, String?, Flaw)] = [
        (nil, "1", "v1,A", Flaw.unsigned), ("a", nil, "v1,A", .unsigned), ("a", "1", nil, .unsigned),
        ("", "1", "v1,A", .malformed), ("a.b", "1", "v1,A", .malformed), ("a b", "1", "v1,A", .malformed),
        ("a\n", "1", "v1,A", .malformed), (String(repeating: "a", count: 129), "1", "v1,A", .malformed),
        ("a", "", "v1,A", .malformed), ("a", "-1", "v1,A", .malformed), ("a", "1.5", "v1,A", .malformed),
        ("a", "99999999999999999999", "v1,A", .malformed), ("ä", "1", "v1,A", .malformed),
    ]

    /// What is wrong with a delivery; `nil` where nothing is.
    private func flaw(
        _ delivery: RecordedDeliveries.Delivery, id: String?? = .none, timestamp: String?? = .none,
        signature: String?? = .none, body: String? = nil, secrets: [String]? = nil, after seconds: Int64 = 0,
        tolerance: Int64 = 300
    ) -> Flaw? {
        do throws(Flaw) {
            let read = try WebhookSignature(
                deliveryID: id ?? delivery.id, timestamp: timestamp ?? delivery.timestamp,
                signatures: signature ?? delivery.signature)
            try read.verify(
                body: Array((body ?? delivery.body).utf8), secrets: secrets ?? [delivery.secret],
                now: read.timestamp + seconds, tolerance: tolerance)
            return nil
        } catch {
            return error
        }
    }

    @Test("what a real MLflow signed is genuine", arguments: RecordedDeliveries.all)
    func genuine(_ delivery: RecordedDeliveries.Delivery) {
        #expect(flaw(delivery) == nil)
        #expect(flaw(delivery, secrets: [delivery.secret + "x"]) == .forged)
        #expect(flaw(delivery, body: delivery.body + " ") == .forged)
    }

    @Test(
        "without the body it is told who can't have signed it: no signature of the right length, or another time",
        arguments: [
            (recorded.signature, Int64(0), Flaw?.none), ("v1,AAAA \(recorded.signature)", 300, nil), ("", 0, .forged),
            ("v1,AAAA", 0, .forged), ("v1,???", 0, .forged), (recorded.signature, 301, .stale),
            (recorded.signature, -301, .stale), (recorded.signature, .max - 1_795_251_801, .stale),
        ])
    func headers(_ signatures: String, _ seconds: Int64, _ expected: Flaw?) throws {
        let read = try WebhookSignature(
            deliveryID: Self.recorded.id, timestamp: Self.recorded.timestamp, signatures: signatures)
        var flaw: Flaw?
        do throws(Flaw) { try read.checkHeaders(now: read.timestamp + seconds, tolerance: 300) } catch { flaw = error }
        #expect(flaw == expected)
    }

    @Test("all recorded deliveries are there")
    func complete() { #expect(RecordedDeliveries.all.count == 10) }

    @Test(
        "the time of signing may lie as far from now as is tolerated, in both directions",
        arguments: [
            (Int64(0), Flaw?.none), (300, nil), (301, .stale), (-300, nil), (-301, .stale), (86_400, .stale),
            (Int64.max - 1_795_251_801, .stale),
        ])
    func tolerance(_ seconds: Int64, _ expected: Flaw?) {
        #expect(flaw(Self.recorded, after: seconds) == expected)
    }

    @Test("a time that can't be subtracted from now is stale, and stops nothing")
    func extremes() throws {
        let signature = try WebhookSignature(deliveryID: "a", timestamp: "\(Int64.max)", signatures: "")
        #expect(throws: Flaw.forged) {
            try signature.verify(body: [], secrets: ["s"], now: .min, tolerance: 300)
        }
    }

    @Test("while the secret is changed the one before is good as well, and an empty one is none")
    func rotation() {
        #expect(flaw(Self.recorded, secrets: ["new", Self.recorded.secret]) == nil)
        #expect(flaw(Self.recorded, secrets: ["new", ""]) == .forged)
        #expect(flaw(Self.recorded, secrets: []) == .forged)
    }

    @Test(
        "one signature of several is enough, and other versions are passed over",
        arguments: [
            ("v1,AAAA \(recorded.signature)", Flaw?.none), ("v2,x \(recorded.signature) v1a,", nil),
            (" \(recorded.signature) ", nil), ("", .forged), ("v1,", .forged), ("v1,???", .forged),
            (String(recorded.signature.dropFirst(3)), .forged), ("V1" + recorded.signature.dropFirst(2), .forged),
            (String(repeating: "v1,AAAA ", count: 8) + recorded.signature, .forged),
        ])
    func signatures(_ text: String, _ expected: Flaw?) {
        #expect(flaw(Self.recorded, signature: text) == expected)
    }

    @Test(
        "a header that is missing, or of no form that MLflow writes, is told apart for the log",
        arguments: odd)
    func headers(_ id: String?, _ timestamp: String?, _ signature: String?, _ expected: Flaw) {
        #expect(
            flaw(Self.recorded, id: .some(id), timestamp: .some(timestamp), signature: .some(signature)) == expected)
    }

    @Test("an id or a time that was exchanged is forged")
    func exchanged() {
        #expect(flaw(Self.recorded, id: RecordedDeliveries.all[0].id) == .forged)
        #expect(flaw(Self.recorded, timestamp: "1795251802") == .forged)
    }
}
