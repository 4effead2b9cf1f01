import CatalogueEvents
import ConfiguredEventBus
import EventBus
import Foundation
import ServiceLifecycle

/// Somebody who publishes the events of the story again and again, each time of another model.
struct DemoTraffic: Service {
    let bus: ConfiguredEventBus
    let steps: [DemoStep]

    /// Publishes until the service is shut down; an event that Redis does not take now is left out.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var number = 1
            while !Task.isCancelled {
                number += 1
                for step in steps {
                    do { try await Task.sleep(for: .milliseconds(700)) } catch { return }
                    await publish(step, number)
                }
            }
        }
    }

    private func publish(_ step: DemoStep, _ number: Int) async {
        let text = String(decoding: step.payload.bytes, as: UTF8.self)
            .replacingOccurrences(of: "msg-model/1", with: "msg-model/\(number)")
        guard let payload = try? step.admission.check(Array(text.utf8)) else { return }
        _ = try? await bus.publish(
            payload.declaration, payload: payload.bytes, aggregateID: payload.aggregateID,
            idempotencyKey: payload.idempotencyKey)
    }
}
