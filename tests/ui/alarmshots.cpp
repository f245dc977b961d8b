#include "alarmshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "fixturealarms.h"
#include "fixturesite.h"
#include "shell/bell.h"

#include <QApplication>
#include <QDir>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

struct Stage {
    explicit Stage(Theme &theme) : window(model, situation, notices, theme)
    {
        model.setNow(fixture::kNow);
        model.load(fixture::harbourSite());
        situation.setRole(u"Operator"_s, false);
        situation.setHealth(fixture::healthy());
        situation.setNow(fixture::kNow);
        window.show();
        window.spaces().map().view().show({u"North"_s, u"B1"_s});
    }
    QPushButton *link(const QString &part)
    {
        for (QPushButton *button : window.alarms().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().contains(part))
                return button;
        }
        return nullptr;
    }

    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

void take(const QString &file, Stage &stage, Theme &theme, const QList<QSize> &sizes,
          const std::function<void()> &arrange = {})
{
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.setChoice(choice);
        for (const QSize &size : sizes) {
            stage.window.resize(size);
            QApplication::processEvents();
            if (!stage.window.alarms().isOpen())
                stage.window.bell().click();
            if (arrange)
                arrange();
            for (int i = 0; i < 3; ++i)
                QApplication::processEvents();
            stage.window.grab().save(
                u"%1-%2-%3x%4.png"_s.arg(file, theme.tokens().dark ? u"dark"_s : u"light"_s)
                    .arg(size.width())
                    .arg(size.height()));
        }
    }
}

} // namespace

void takeAlarms(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"alarms-"_s + name);
    };
    Stage stage(theme);
    stage.window.alarms().setAlarms(fixture::alarms());
    take(file(u"five"_s), stage, theme, sizes);
    take(file(u"unfolded"_s), stage, theme, sizes, [&stage] {
        for (const QString &part : {u"15 devices"_s, u"still there"_s}) {
            QPushButton *button = stage.link(part);
            const auto rows = stage.window.alarms().rows();
            const bool isFold = part != u"still there"_s;
            if (button && (isFold ? !rows.first()->isUnfolded() : rows.size() < 7))
                button->click();
        }
    });
    stage.situation.setRole(u"Viewer"_s, true);
    take(file(u"viewer"_s), stage, theme, {sizes.first()});
    stage.situation.setRole(u"Operator"_s, false);
    stage.window.alarms().setUnknown(u"The database is away since 13:58."_s);
    take(file(u"away"_s), stage, theme, sizes);
    domain::AlarmsKnown none;
    none.lastCleared = fixture::kNow - 40min;
    none.clearedToday = 7;
    stage.window.alarms().setAlarms(none);
    stage.window.alarms().close();
    take(file(u"none"_s), stage, theme, sizes);
    domain::AlarmsKnown many;
    for (int i = 0; i < 120; ++i)
        many.open.append(fixture::alarm(
            domain::AlarmKind::BookingOverstay, fixture::codes(u"B1-"_s, i + 1, 1), i * 1min,
            {{u"start"_s, toIso(fixture::kNow - 3h)}, {u"end"_s, toIso(fixture::kNow - 1h)}},
            QString::number(i)));
    stage.window.alarms().setAlarms(many);
    take(file(u"many"_s), stage, theme, sizes);
}
