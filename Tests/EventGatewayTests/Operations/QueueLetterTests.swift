import ConfiguredEventBus
import EventBus
import RedisClient
import TestSupport
import Testing

@Suite("Letters of work queues, as people see them")
struct QueueLetterTests {
    private static let secret = "0x742d35Cc6634"

    private static func message(_ number: String = "1", more: String = "") -> String {
        #"{"message_id":"m-1","message_type":"order_placed","payload":{"order":"a-7","number":\#(number),"note":"\#(secret)"\#(more)}}"#
    }

    @Test(
        "an error shows nothing that the payload may not show, also where the message can't be read",
        arguments: [
            ("as it is", message(), "no *** for a-7 of order_placed m-1"),
            ("NaN, as Python writes it", message("NaN"), "*** (about a message that can't be read)"),
            ("cut off", String(message().dropLast()), "*** (about a message that can't be read)"),
            ("a name twice", message(more: #","note":"x""#), "*** (about a message that can't be read)"),
            (
                "more than 1 MiB", message(more: #","more":"\#(String(repeating: "x", count: 1_100_000))""#),
                "*** (about a message that can't be read)"
            ),
            (
                "a string in a string", JSONValue.string(message()).description,
                "*** (about a message that can't be read)"
            ),
            (
                "beside the payload",
                #"{"message_type":"order_placed","account":"\#(secret)","payload":{"order":"a-7"}}"#,
                "no *** for a-7 of order_placed m-1"
            ),
        ])
    func errors(name: String, message: String, shown: String) async throws {
        try await ShopBench.run { shop in
            for secret in [Self.secret, Self.secret.lowercased(), Self.secret.uppercased()] {
                let error = "no \(secret) for a-7 of order_placed m-1"
                let letter: JSONValue = [
                    "original_message": .string(message), "error": .string(error),
                    "failed_at": "2026-01-31T09:00:00", "original_queue": "shop:orders",
                ]
                _ = try await shop.gateway.bus.client.command("LPUSH", "shop:orders:dlq", "\(letter)")
            }
            let list = try await shop.gateway.ask("/queues/shop:orders/dead")
            #expect((0..<3).map { list.string("letters/\($0)/error") } == [shown, shown, shown], "\(name)")
            #expect(!list.text.lowercased().contains(Self.secret.lowercased()), "\(name)")
        }
    }
}
