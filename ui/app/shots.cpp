#include "app/shots.h"

#include "base/literals.h"

#include <QApplication>
#include <QDir>
#include <QScrollArea>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr int kMostLooks = 120; // half a second each

} // namespace

Shots::Shots(OperatorWindow &window, const QString &folder)
    : m_window(window), m_model(window.model()), m_folder(folder), m_timer(this), m_steps(this)
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
    plan();
    connect(&m_steps, &QTimer::timeout, this, &Shots::step);
    m_steps.start(150ms); // time for the engine's answers, such as the selection's history
}

/// Each picture is two steps: arrange the window, and take it once everything has settled.
void Shots::plan()
{
    const QSize sizes[] = {{1024, 680}, {1280, 800}, {1440, 900}, {2560, 1440}};
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_plan.append([this, choice] { m_window.theme().setChoice(choice); });
        for (const QSize &size : sizes)
            planSize(size, choice);
    }
}

void Shots::planSize(const QSize &size, ThemeChoice choice)
{
    const QString building = m_model.buildings().value(0);
    const QString suffix = u"-%1-%2x%3"_s.arg(choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s)
                               .arg(size.width())
                               .arg(size.height());
    MapView &map = m_window.spaces().map().view();
    const auto add = [this, suffix](const QString &name, std::function<void()> arrange) {
        m_plan.append(std::move(arrange));
        m_plan.append([this, file = name + suffix] {
            m_window.grab().save(QDir(m_folder).filePath(file + u".png"_s));
        });
    };
    add(u"site"_s, [this, &map, size] {
        m_window.resize(size);
        m_window.showPage(u"map"_s);
        map.select({});
        map.show({});
    });
    add(u"building"_s, [&map, building] { map.show({building, {}}); });
    add(u"floor"_s, [&map, building] { map.show({building, u"B1"_s}); });
    add(u"inspector"_s, [this, &map] {
        for (int row = 0; row < m_model.count(); ++row) {
            if (m_model.space(row).floor == u"B1" && m_model.space(row).displayEui
                && m_model.status(row).state == domain::SpaceState::Occupied) {
                map.reveal(m_model.space(row).id);
                return;
            }
        }
    });
    add(u"lamp"_s, [this] {
        const Inspector &inspector = m_window.spaces().inspector();
        auto *scroll = inspector.findChild<QScrollArea *>();
        const auto *card = inspector.findChild<LampCard *>();
        const int bottom = card->mapTo(scroll->widget(), QPoint(0, card->height())).y();
        scroll->ensureVisible(0, bottom, 0, 12);
    });
    for (const Page &page : m_window.pages()) {
        if (page.id != u"map")
            add(page.id, [this, id = page.id] { m_window.showPage(id); });
    }
}

void Shots::step()
{
    if (m_plan.isEmpty()) {
        m_steps.stop();
        QApplication::exit(m_model.count() > 0 ? 0 : 1);
        return;
    }
    m_plan.takeFirst()();
}

} // namespace parking::ui
