#pragma once

#include "app/session.h"
#include "engine/enginethread.h"
#include "widgets/toast.h"

#include <QApplication>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

namespace parking::test {

/// What tests of a running session have in common: the operator's window, an engine of its own, and
/// the threads that answer questions, all of them real. Its slots are those of Qt Test; a test that
/// needs more in one of them declares it again and calls this one.
class SessionTest : public QObject {
    Q_OBJECT

protected Q_SLOTS:
    void initTestCase(); ///< British English, no motion
    void cleanup(); ///< what runOn() made goes, and its folder

protected:
    using Doors = ui::Session::Doors;
    static constexpr int kPatience = 60'000; // of QTRY, ms: for slow machines only

    /// The engine is made, but not started; the window is shown at 1440 x 900 and active. `adapt`
    /// changes what the session is given.
    void runOn(engine::EngineOptions options, const std::function<void(Doors &)> &adapt = nullptr);
    QString said() const { return m_window->findChild<ui::Toast *>()->text(); }
    /// The first that is visible in `widget` and begins so; null: there is none.
    static QPushButton *buttonIn(const QWidget &widget, const QString &begin);
    /// A visible label in `widget` begins so.
    static bool hasLabel(const QWidget &widget, const QString &begin);

    ui::Theme m_theme{*qApp};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::SiteModel> m_model;
    std::unique_ptr<ui::Situation> m_situation;
    std::unique_ptr<ui::Notices> m_notices;
    std::unique_ptr<ui::OperatorWindow> m_window;
    std::unique_ptr<engine::EngineThread> m_engine;
    std::unique_ptr<read::ReadThread> m_reads;
    std::unique_ptr<read::ReadThread> m_longReads;
    SystemClock m_clock;
    std::unique_ptr<ui::Session> m_session;
};

} // namespace parking::test

#define QTRY_TRUE(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)
