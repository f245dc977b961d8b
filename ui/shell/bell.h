#pragma once

#include "theme/theme.h"

#include <QPushButton>

#include <optional>

namespace parking::ui {

/// Opens the alarms, and counts the open causes.
class Bell : public QPushButton {
    Q_OBJECT

public:
    explicit Bell(const Theme &theme, QWidget *parent = nullptr);

    /// 0: none is open; empty: it is not known now.
    void setCount(const std::optional<int> &count, int acknowledged = 0);
    std::optional<int> count() const { return m_count; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    std::optional<int> m_count;
    int m_acknowledged = 0;
};

} // namespace parking::ui
