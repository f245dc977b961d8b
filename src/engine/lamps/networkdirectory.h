#pragma once

#include "chirpstack/directoryreader.h"
#include "engine/context.h"

#include <optional>

namespace parking::engine {

/// Asks ChirpStack which devices it has. Only reads, so every program with a key may, beside the
/// station's commands.
class NetworkDirectory : public QObject {
public:
    NetworkDirectory(const Context &context, std::optional<chirpstack::RestOptions> chirpstack,
                     QObject *parent = nullptr)
        : QObject(parent), m_context(context), m_chirpstack(std::move(chirpstack))
    {
    }

    /// CHIRPSTACK_NOT_SET_UP; DATABASE_ERROR; else as DirectoryReader::read().
    void read(const chirpstack::DirectoryReader::Told &told);

private:
    const Context &m_context;
    const std::optional<chirpstack::RestOptions> m_chirpstack;
};

} // namespace parking::engine
