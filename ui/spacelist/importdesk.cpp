#include "spacelist/importdesk.h"

#include "base/literals.h"
#include "base/regularfile.h"
#include "desk/openfile.h"
#include "desk/savefile.h"
#include "desk/spacesstep.h"
#include "domain/problems.h"
#include "labels.h"
#include "read/sites.h"
#include "spacelist/importwords.h"

namespace parking::ui {

using namespace std::chrono_literals;
using domain::ImportSheet;

namespace {

constexpr auto kPoll = 200ms; ///< what is read sooner shows no bar
constexpr qint64 kLargest = 64 * 1024 * 1024;

/// The server may have done it all the same: it did not come to an answer.
bool mayBeDone(const Error &error)
{
    if (error.code != problem::kDatabase && error.code != problem::kDatabaseFile)
        return false;
    const QString state = error.details.value(u"sqlstate"_s).toString();
    return state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"57P")
        || state.startsWith(u"58");
}

bool isDatabaseDown(const domain::Health &health)
{
    for (const domain::HealthCheck &check : health.checks) {
        if (check.name == u"database")
            return check.level == domain::HealthLevel::Unhealthy;
    }
    return false;
}

/// The code of the space that an error is about; empty: it does not tell.
QString codeOf(const Error &error, const ImportSheet &sheet)
{
    const QString code = error.details.value(u"code"_s).toString();
    const QString told = code.isEmpty() ? error.details.value(u"identifier"_s).toString() : code;
    for (const std::optional<domain::Space> &space : sheet.change.spaces) {
        if (!space)
            continue;
        const auto is = [&told](const std::optional<domain::DevEui> &eui) {
            return eui && eui->toString() == told;
        };
        if (space->code == told || space->id.toString() == told || is(space->sensorEui)
            || is(space->displayEui))
            return space->code;
    }
    return {};
}

int lineOf(const QString &code, const ImportSheet &sheet)
{
    for (const domain::SheetLine &line : sheet.lines) {
        if (line.code == code && line.kind != domain::LineKind::Wrong && !code.isEmpty())
            return line.line;
    }
    return 0;
}

QString words(const Error &error, const QString &code)
{
    if (error.code == problem::kChangedMeanwhile)
        return code.isEmpty()
            ? ImportDesk::tr("Somebody changed spaces meanwhile. The lines were read again.")
            : ImportDesk::tr("Somebody changed %1 meanwhile. The lines were read again.").arg(code);
    if (error.code == problem::kDuplicate)
        return code.isEmpty()
            ? ImportDesk::tr("Somebody else took a code or a device of the file meanwhile.")
            : ImportDesk::tr("Somebody else took the code or a device of %1 meanwhile.").arg(code);
    return error.code == problem::kDatabase ? error.detail : labels::text(error);
}

} // namespace

ImportDesk::ImportDesk(const Desk &desk, read::ReadThread &reads, ImportPage &page)
    : m_desk(desk), m_reads(reads), m_page(page), m_isDown(isDatabaseDown(desk.situation.health()))
{
    connect(&page, &ImportPage::fileAsked, this, &ImportDesk::choose);
    connect(&page, &ImportPage::fileDropped, this, &ImportDesk::open);
    connect(&page, &ImportPage::formWanted, this, [this](const domain::SheetForm &form) {
        m_form = form;
        read();
    });
    connect(&page, &ImportPage::readingUnwanted, this, [this] {
        stopReading();
        m_form = m_shown;
        m_waits = m_page.waitsForLines();
        if (m_page.lines().sheet().columns.isEmpty())
            begin(); // nothing of the file is known
    });
    connect(&page, &ImportPage::importAsked, this, &ImportDesk::importSheet);
    connect(&page, &ImportPage::wrongAsked, this, [this](const ImportSheet &sheet) {
        saveFile(m_desk.notices, m_page.window(), tr("not imported.csv"), [sheet] {
            return engine::csvOfWrong(sheet, tr("reason"),
                                      [](const domain::SheetLine &line) { return wordsOf(line); });
        });
    });
    connect(&desk.situation, &Situation::healthChanged, this, &ImportDesk::onHealth);
    connect(&desk.situation, &Situation::nowChanged, this, [this] {
        if (m_waits && !m_isDown && !m_progress)
            read();
    });
    m_poll.setInterval(kPoll);
    connect(&m_poll, &QTimer::timeout, this, [this] {
        if (m_progress)
            m_page.setReading(m_progress->read, m_progress->lines);
    });
}

// --- The file ------------------------------------------------------------------------------------

void ImportDesk::begin()
{
    stopReading();
    ++m_file;
    m_path.clear();
    m_bytes.clear();
    m_form = m_shown = {};
    m_waits = m_isImporting = m_isDone = false;
}

void ImportDesk::choose()
{
    openFile(m_desk.notices, m_page.window(), tr("Import spaces"),
             tr("Tables (*.csv *.tsv *.txt);;All files (*)"),
             [this](const QByteArray &bytes, const QString &path) {
                 begin();
                 take(bytes, path);
             });
}

void ImportDesk::open(const QString &path)
{
    begin();
    const Result<QByteArray> bytes = readRegularFile(path, kLargest);
    if (bytes)
        take(*bytes, path);
    else
        m_page.setUnreadable(path, labels::text(bytes.error()), ImportPage::Bytes::None);
}

void ImportDesk::take(const QByteArray &bytes, const QString &path)
{
    m_page.begin();
    m_path = path;
    m_bytes = bytes;
    read();
}

void ImportDesk::stopReading()
{
    if (m_progress)
        m_progress->isUnwanted = true;
    m_progress.reset();
    m_poll.stop();
    m_waits = false;
}

void ImportDesk::read()
{
    stopReading();
    if (m_path.isEmpty() || m_isDone)
        return;
    const auto progress = std::make_shared<engine::SheetProgress>();
    m_progress = progress;
    m_poll.start();
    const auto ask = [bytes = m_bytes, form = m_form,
                      progress](store::Database &database) -> Result<ImportSheet> {
        const Result<domain::SiteSnapshot> site = read::siteNames(database);
        if (!site)
            return site.error();
        return engine::readSheet(bytes, form, {site->site.id, site->spaces, site->floors},
                                 progress.get());
    };
    whenAnswered(m_reads.ask(ask), this, [this, progress](const Result<ImportSheet> &sheet) {
        if (progress != m_progress)
            return;
        stopReading();
        if (sheet) {
            m_shown = m_form;
            return m_page.setSheet(m_path, *sheet);
        }
        if (sheet.error().code == problem::kBadCsv)
            return m_page.setUnreadable(m_path, labels::text(sheet.error()),
                                        ImportPage::Bytes::Some);
        m_waits = true; // for the database
        m_page.setAway(m_path);
    });
}

void ImportDesk::onHealth()
{
    const bool wasDown = std::exchange(m_isDown, isDatabaseDown(m_desk.situation.health()));
    if (m_path.isEmpty() || m_isImporting || m_isDone || wasDown == m_isDown)
        return;
    if (!m_isDown)
        return read();
    stopReading();
    m_waits = true;
    m_page.setAway(m_path);
}

// --- The import ----------------------------------------------------------------------------------

void ImportDesk::importSheet(const ImportSheet &sheet)
{
    stopReading(); // what is imported is what is shown
    m_isImporting = true;
    m_desk.wish(
        this,
        [wanted = sheet.change, expected = sheet.expected,
         actor = m_desk.actor](engine::Engine &engine) {
            return engine.spaces().changeSpaces(wanted, expected, actor);
        },
        [this, file = m_file,
         count = int(sheet.change.spaces.size())](const engine::SpacesChanged &changed) {
            if (file == m_file) {
                m_isImporting = false;
                m_isDone = true;
                stopReading();
                m_page.setImported();
            }
            onImported(changed, count);
        },
        [this, file = m_file, sheet](const Error &error) {
            if (file == m_file)
                onRefused(error, sheet);
            else
                m_desk.notices.tell(error);
        });
}

/// The page tells it too, as long as it shows this file.
void ImportDesk::onImported(const engine::SpacesChanged &changed, int count)
{
    m_desk.notices.tellDone(tr("%n spaces imported", nullptr, count),
                            told(spacesStep(m_desk, this, changed.before, changed.after), true),
                            told(spacesStep(m_desk, this, changed.after, changed.before), false));
}

Notices::Step ImportDesk::told(Notices::Step step, bool takesBack)
{
    return [this, step = std::move(step), takesBack, file = m_file](const Notices::Answer &answer) {
        step([this, answer, takesBack, file](const Result<> &result) {
            if (result && file == m_file)
                m_page.setTakenBack(takesBack);
            answer(result);
        });
    };
}

/// The lines are read again, for what stands is not what they were held against.
void ImportDesk::onRefused(const Error &error, const ImportSheet &sheet)
{
    m_isImporting = false;
    if (mayBeDone(error)) {
        m_waits = true;
        m_page.setUnsure();
        return;
    }
    const QString code = codeOf(error, sheet);
    m_page.setRefused(words(error, code), lineOf(code, sheet));
    read();
}

} // namespace parking::ui
