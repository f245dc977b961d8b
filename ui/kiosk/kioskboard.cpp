#include "kiosk/kioskboard.h"

#include "base/literals.h"
#include "base/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace parking::ui {

namespace {

constexpr int kForm = 1; ///< of the file; another one is not read
constexpr qint64 kLargest = 1 << 20;

} // namespace

std::optional<KioskMemory> KioskMemory::read(const QString &path, const QString &building)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject json = QJsonDocument::fromJson(file.read(kLargest)).object();
    const Result<domain::Signboard> board =
        domain::signboardFromJson(json.value(u"board").toObject());
    const std::optional<UtcTime> asOf = fromIso(json.value(u"asOf").toString());
    if (json.value(u"form").toInt() != kForm || json.value(u"for").toString() != building || !board
        || !asOf)
        return std::nullopt;
    return KioskMemory{*board, *asOf};
}

bool KioskMemory::write(const QString &path, const QString &building) const
{
    if (!makePrivateFolder(QFileInfo(path).path()))
        return false;
    QSaveFile file(path);
    const QJsonObject json{{u"form"_s, kForm},
                           {u"for"_s, building},
                           {u"asOf"_s, toIso(asOf)},
                           {u"board"_s, toJson(board)}};
    const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit();
}

KioskBoard::KioskBoard(const SiteModel &model, const Situation &situation, KioskPlace place)
    : m_model(model), m_situation(situation), m_place(std::move(place))
{
}

void KioskBoard::remember(const KioskMemory &memory)
{
    m_board = memory.board;
    m_asOf = memory.asOf;
    m_isRemembered = true;
}

void KioskBoard::take(std::optional<UtcTime> takenIn)
{
    if (!takenIn && m_asOf)
        return; // what there is was better known
    m_asOf = takenIn;
    m_isRemembered = false;
    m_board =
        domain::signboard({m_model.site(), m_model.floors(), m_model.spaces(), m_model.statuses()},
                          m_place.building, takenIn.value_or(m_situation.now()));
}

std::optional<KioskMemory> KioskBoard::memory() const
{
    return m_board && m_asOf ? std::optional(KioskMemory{*m_board, *m_asOf}) : std::nullopt;
}

KioskPicture KioskBoard::picture(Milliseconds steady)
{
    KioskPicture picture;
    picture.board = m_board;
    picture.asOf = m_asOf;
    picture.isRemembered = m_isRemembered;
    picture.now = m_situation.now();
    picture.building = m_place.building;
    picture.ownLine = m_place.ownFloor;
    picture.arrows = m_place.arrows;
    if (picture.age() == domain::DataAge::Live)
        picture.best = m_best.choose(m_board->lines, steady);
    return picture;
}

} // namespace parking::ui
