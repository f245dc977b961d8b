#pragma once

#include "setup/firstrunpage.h"
#include "setup/foundhere.h"
#include "theme/theme.h"

#include <QMainWindow>

namespace parking::ui {

class Rail;

/// The window before there is anything to show: the pages as they will be, and in their place the
/// first run.
class FirstRunWindow : public QMainWindow {
    Q_OBJECT

public:
    FirstRunWindow(const settings::Source &given, const settings::OwnFiles &own, Theme &theme);

    FirstRunPage &page() { return *m_page; }
    void lookAround(const QList<FoundHere::Place> &places = FoundHere::usualPlaces());

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTopBar(Theme &theme);

    Rail *m_rail;
    FirstRunPage *m_page;
    FoundHere m_found;
};

} // namespace parking::ui
