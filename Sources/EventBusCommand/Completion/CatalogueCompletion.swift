import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue

/// What a shell offers where a name of the catalogue belongs.
///
/// A shell waits for the answer and shows no errors: where the catalogue cannot be read, nothing is offered.
enum CatalogueCompletion {
    /// The names of events.
    static let events = CompletionKind.custom { words, _, _ in
        declarations(words).map(\.type)
    }

    /// The names of streams.
    static let streams = CompletionKind.custom { words, _, _ in
        unique(declarations(words).map(\.stream.name))
    }

    /// The lists that routes fill.
    static let lists = CompletionKind.custom { words, _, _ in
        unique(declarations(words).flatMap(\.routes).compactMap(\.queue?.list))
    }

    /// The groups that the catalogue declares, and the router's.
    static let groups = CompletionKind.custom { words, _, _ in
        unique(declarations(words).flatMap(\.stream.groups).map(\.name) + ["router"])
    }

    /// The events of the catalogue that the command line so far, or the configuration, names.
    static func declarations(_ words: [String]) -> [EventDeclaration] {
        func value(of option: String) -> String? {
            if let place = words.firstIndex(of: option), place + 1 < words.count { return words[place + 1] }
            return words.first { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
        }
        guard let path = try? value(of: "--catalogue") ?? CatalogueOptions.catalogue(config: value(of: "--config")),
            let reading = try? CatalogueReader.read(path: path), reading.isValid
        else { return [] }
        return LoadedCatalogue(reading.catalogue).declarations
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
