#pragma once

#include "events/eventmodel.h"
#include "theme/theme.h"
#include "widgets/listtable.h"

namespace parking::ui {

/// Rows of 28: time, type, subject, what happened, gateway. Changes show the signs of their states.
class EventTable : public ListTable {
    Q_OBJECT

public:
    EventTable(EventModel &events, const Theme &theme, QWidget *parent = nullptr);

    std::optional<QString> chosen() const { return m_chosen; } ///< the key of an event
    void chooseNone();

Q_SIGNALS:
    void chosenChanged();
    void copyAsked(); ///< C: the row
    void copyPayloadAsked(); ///< Shift+C
    void pauseAsked(); ///< Space

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    EventModel &m_events;
    const Theme &m_theme;
    std::optional<QString> m_chosen;
};

} // namespace parking::ui
