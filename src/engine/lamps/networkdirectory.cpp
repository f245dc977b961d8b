#include "engine/lamps/networkdirectory.h"

#include "base/literals.h"
#include "domain/problems.h"
#include "engine/station/databaselink.h"
#include "store/devicestore.h"

namespace parking::engine {

using chirpstack::DirectoryReader;

void NetworkDirectory::read(const DirectoryReader::Told &told)
{
    if (!m_chirpstack)
        return told(
            Error{problem::kChirpStackNotSetUp, u"set CHIRPSTACK_API_KEY to ask ChirpStack"_s});
    const auto heard = m_context.link.with([](store::Database &database) {
        return store::DeviceStore(database).heardLast(DirectoryReader::kTried);
    });
    if (!heard)
        return told(heard.error());
    auto *reader = new DirectoryReader(*m_chirpstack, *heard, this);
    reader->read([reader, told](const Result<domain::Directory> &directory) {
        reader->deleteLater(); // it stands in a call of its own
        told(directory);
    });
}

} // namespace parking::engine
