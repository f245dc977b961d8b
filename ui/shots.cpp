#include "shots.h"

#include <QApplication>
#include <QDir>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kMostLooks = 120; // half a second each

} // namespace

Shots::Shots(MainWindow &window, SiteModel &model, Theme &theme, const QString &folder)
    : m_window(window), m_model(model), m_theme(theme), m_folder(folder), m_timer(this)
{
    QDir().mkpath(folder);
    connect(&m_timer, &QTimer::timeout, this, &Shots::look);
    m_timer.start(500ms);
}

/// Ready when nearly every space with a sensor was heard; a site without any is ready as it is.
void Shots::look()
{
    ++m_looks;
    int heard = 0;
    for (int row = 0; row < m_model.count(); ++row)
        heard += m_model.status(row).lastHeard.has_value();
    const bool ready = m_model.count() > 0 && heard * 10 >= m_model.count() * 9;
    if (!ready && m_looks < kMostLooks)
        return;
    m_timer.stop();
    // One more second, so that counters and clock have caught up.
    QTimer::singleShot(2s, this, [this] {
        takeAll();
        QApplication::exit(m_model.count() > 0 ? 0 : 1);
    });
}

void Shots::takeAll()
{
    const QSize sizes[] = {{1024, 680}, {1280, 800}, {1440, 900}, {2560, 1440}};
    const QString building = m_model.buildings().value(0);
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_theme.setChoice(choice);
        const QString theme =
            choice == ThemeChoice::Dark ? QStringLiteral("dark") : QStringLiteral("light");
        for (const QSize &size : sizes) {
            const QString suffix =
                QStringLiteral("-%1-%2x%3").arg(theme).arg(size.width()).arg(size.height());
            m_window.resize(size);
            MapView &map = m_window.mapPage().view();
            m_window.showPage(0);
            map.select({});
            map.show({});
            take(QStringLiteral("site") + suffix);
            map.show({building, {}});
            take(QStringLiteral("building") + suffix);
            map.show({building, QStringLiteral("B1")});
            take(QStringLiteral("floor") + suffix);
            for (int row = 0; row < m_model.count(); ++row) {
                if (m_model.space(row).floor == u"B1"
                    && m_model.status(row).state == domain::SpaceState::Occupied) {
                    map.reveal(m_model.space(row).id);
                    break;
                }
            }
            take(QStringLiteral("inspector") + suffix);
            m_window.showPage(1);
            take(QStringLiteral("health") + suffix);
        }
    }
}

void Shots::take(const QString &name)
{
    // Answers of the engine (history of the selection) come through the event loop.
    QEventLoop loop;
    QTimer::singleShot(120ms, &loop, &QEventLoop::quit);
    loop.exec();
    m_window.grab().save(QDir(m_folder).filePath(name + QStringLiteral(".png")));
}

} // namespace parking::ui
