#include "app/screenreport.h"

#include "base/literals.h"
#include "kiosk/kiosklabels.h"
#include "read/screens.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSysInfo>
#include <QUuid>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kPause = 30s;

/// Where it cannot be kept the screen is another one after each start.
QString screenId(const QString &folder)
{
    const QString path = QDir(folder).filePath(u"screen-id"_s);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QUuid known = QUuid::fromString(QString::fromLatin1(file.read(100)).trimmed());
        if (!known.isNull())
            return known.toString(QUuid::WithoutBraces);
    }
    const QString fresh = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QDir().mkpath(folder);
    QSaveFile out(path);
    if (out.open(QIODevice::WriteOnly)) {
        out.write(fresh.toLatin1());
        out.commit();
    }
    return fresh;
}

} // namespace

ScreenReport::ScreenReport(read::ReadThread &reads, Clock &clock, const KioskView &view,
                           const QString &dataFolder)
    : m_reads(reads), m_clock(clock), m_view(view), m_id(screenId(dataFolder))
{
}

void ScreenReport::tell()
{
    if (m_told && m_clock.steady() - *m_told < kPause)
        return;
    m_told = m_clock.steady();
    const KioskPicture &picture = m_view.picture();
    domain::Screen screen;
    screen.id = m_id;
    screen.host = QSysInfo::machineHostName();
    screen.version = QCoreApplication::applicationVersion();
    screen.shows = kiosk::place(picture);
    screen.age = picture.age();
    const bool isNumber = screen.age != domain::DataAge::Gone
        && signWord(picture.board->counts) != domain::SignWord::NotKnown
        && signWord(picture.board->counts) != domain::SignWord::Empty;
    if (isNumber)
        screen.free = picture.board->counts.free();
    m_reads.ask([screen](store::Database &database) { return read::tellScreen(database, screen); });
}

} // namespace parking::ui
