import RedisClient

/// The scripts that programs in other languages run themselves.
package enum ExportedScripts {
    /// The text of `append.lua`, by which every publisher appends to a log.
    package static var append: String { Scripts.append.source }
}
